"""The service with a catalogue of a hundred times the size, for responses of the same length."""

from operator import truediv
from typing import Any

from benchmarks.bench import Bench, figure, pairwise
from benchmarks.requests import BenchmarkRequest, send, the_page
from benchmarks.web_servers import Server

PAGES = 100


def measure(bench: Bench) -> dict[str, Any]:
    with bench.serving("ours", 1) as small, bench.serving("ours", 100) as large:
        ask = the_page()
        answer = send(small, ask).body
        nearest, its_answer = _nearest(large, len(answer))
        costs = bench.alternate(
            {
                "small": (small, [ask.foreseeing(answer)]),
                "large": (large, [nearest.foreseeing(its_answer)]),
            }
        )
    rounds = pairwise(costs["large"], costs["small"], truediv)
    return {"growth_100x": figure(rounds, bytes=[len(answer), len(its_answer)])}


def _nearest(server: Server, length: int) -> tuple[BenchmarkRequest, bytes]:
    """Return the page whose response is closest to a length, and the response."""
    asks = [the_page(number) for number in range(1, PAGES + 1)]
    answered = [(ask, send(server, ask).body) for ask in asks]
    return min(answered, key=lambda pair: abs(len(pair[1]) - length))
