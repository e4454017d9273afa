"""The web servers compared: the kept answer and the constant under each of them.

Not a part of a whole run: `python -m benchmarks servers`.
"""

import statistics
from contextlib import ExitStack
from operator import truediv
from typing import Any

from benchmarks.behaviour import trials
from benchmarks.bench import Bench, figure, pairwise
from benchmarks.requests import FILTERS, PAGE_SIZE, BenchmarkRequest, get, send
from benchmarks.web_servers import OTHERS

# A question that nothing answers: the counts of the filters alone.
NOTHING = get({"q": "zzzzzz", "page_size": 1})
# By GET, because some servers close the connection after a body that is not read.
SIZES = {"page": get({**FILTERS, "page_size": PAGE_SIZE}), "small": NOTHING}


def measure(bench: Bench) -> dict[str, Any]:
    """Return the milliseconds and ratios of each server, and how it behaves."""
    found: dict[str, Any] = {}
    for size, ask in SIZES.items():
        found[f"servers_{size}"] = _speed(bench, ask)
    found["servers_behaviour"] = {
        name or "ours": trials.try_all(bench, name) for name in ("", *OTHERS)
    }
    return found


def _speed(bench: Bench, ask: BenchmarkRequest) -> dict[str, Any]:
    with ExitStack() as stack:
        ours = stack.enter_context(bench.serving("ours", 1))
        answer = send(ours, ask).body
        foreseen = [ask.foreseeing(answer)]
        works = {"ours": (ours, foreseen)}
        bolt = stack.enter_context(bench.serving("bolt", 1, answer))
        works["bolt constant"] = (bolt, foreseen)
        for name in ("", *OTHERS):
            constant = stack.enter_context(bench.serving("constant", 1, answer, by=name))
            works[f"{name} constant".strip()] = (constant, foreseen)
            if name:
                kept = stack.enter_context(bench.serving("ours", 1, by=name))
                works[name] = (kept, foreseen)
        costs = bench.alternate(works)
    return {
        "bytes": len(answer),
        "ms": {name: round(statistics.median(rounds), 4) for name, rounds in costs.items()},
        **{
            f"{name} / {other}": figure(pairwise(costs[name], costs[other], truediv))
            for name, other in _pairs(costs)
        },
    }


def _pairs(costs: dict[str, list[float]]) -> list[tuple[str, str]]:
    kept = [name for name in costs if not name.endswith("constant")]
    own = {name: "constant" if name == "ours" else f"{name} constant" for name in kept}
    return [pair for name in kept for pair in ((name, own[name]), (name, "bolt constant"))]
