"""Questions that were not asked before, compared with a constant and with Ninja."""

import statistics
from operator import truediv
from typing import Any

from benchmarks.bench import Bench, figure, pairwise
from benchmarks.questions import KINDS, Question, questions
from benchmarks.requests import post, send, the_page

# More than the caches of responses hold, unless they are compressed.
FEW, MANY = 200, 2000


def measure(bench: Bench) -> dict[str, Any]:
    """Return ratios to a constant of the mean length of all answers, and to the page of Ninja.

    Ninja's peer answers with one page, of fewer bytes, and without reading the question.
    """
    sets = _sets()
    with bench.serving("ours", 100) as ours:
        asks = {name: [post(question) for question in asked] for name, asked in sets.items()}
        lengths = [len(send(ours, ask).body) for ask in asks["few"]]
        page = send(ours, the_page()).body
        constant_body = _of_length(page, round(statistics.mean(lengths)))
        with (
            bench.serving("constant", 1, constant_body) as constant,
            bench.serving("ninja", 100, page) as ninja,
        ):
            foreseen = [the_page().foreseeing(constant_body)]
            costs = bench.alternate(
                {
                    **{name: (ours, asked) for name, asked in asks.items()},
                    "constant": (constant, foreseen),
                    "ninja": (ninja, [the_page()]),
                }
            )
    ratios = {
        f"distinct_{name}": _ratio(costs[name], costs["constant"], questions=len(sets[name]))
        for name in sets
    }
    return {**ratios, "distinct_ninja": _ratio(costs["ninja"], costs["few"])}


def _sets() -> dict[str, list[Question]]:
    return {
        "few": questions(FEW),
        "many": questions(MANY),
        **{name: questions(FEW, makers) for name, makers in KINDS.items()},
    }


def _ratio(these: list[float], those: list[float], **more: object) -> dict[str, Any]:
    return figure(pairwise(these, those, truediv), **more)


def _of_length(body: bytes, length: int) -> bytes:
    """Return a body of another length with the same end, which the constant's peer needs."""
    start = body.index(b',"filter_counts":')
    return body[:1] + b" " * max(length - len(body), 0) + body[1:start] + body[start:]
