"""Conditional requests with a current ETag, compared with the constant."""

from operator import truediv
from typing import Any

from benchmarks.bench import Bench, figure, pairwise
from benchmarks.requests import FILTERS, PAGE_SIZE, get, send, the_page


def measure(bench: Bench) -> dict[str, Any]:
    with bench.serving("ours", 1) as ours:
        query = {**FILTERS, "page_size": PAGE_SIZE}
        first = send(ours, get(query))
        again = get(query, status=304, If_None_Match=first.headers["etag"])
        answer = send(ours, the_page()).body
        with bench.serving("constant", 1, answer) as constant:
            costs = bench.alternate(
                {
                    "ours": (ours, [again]),
                    "constant": (constant, [the_page().foreseeing(answer)]),
                }
            )
    return {"not_modified": figure(pairwise(costs["ours"], costs["constant"], truediv))}
