"""The service compared with each peer, for the same bytes from the same database."""

import statistics
from contextlib import ExitStack
from operator import truediv
from typing import Any

from benchmarks.bench import Bench, pairwise
from benchmarks.requests import BenchmarkRequest, get, send, the_page
from benchmarks.web_servers import Server

CONSTANTS = ("constant", "bolt")
PEERS = (*CONSTANTS, "ninja", "drf", "fastapi", "sql_json")


class Unequal(Exception):
    """The response of a peer differs from that of the service."""


def measure(bench: Bench) -> dict[str, Any]:
    """Return the ratio of each peer to the service, and that of the service to the constant."""
    figures = measure_at(bench, 1)
    if not bench.quick:
        figures["peers_100x"] = measure_at(bench, 100)
    return figures


def measure_at(bench: Bench, scale: int) -> dict[str, Any]:
    ask = the_page()
    with ExitStack() as stack:
        ours = stack.enter_context(bench.serving("ours", scale))
        answer = send(ours, ask).body
        servers = {name: stack.enter_context(bench.serving(name, scale, answer)) for name in PEERS}
        for server in servers.values():
            _check_equal(server, answer)
        everyone = {"ours": ours, **servers}
        costs = bench.alternate(
            {name: (one, [_ask(name).foreseeing(answer)]) for name, one in everyone.items()}
        )
    ratios = {name: _ratio(name, costs) for name in PEERS}
    medians = {name: round(statistics.median(rounds), 3) for name, rounds in costs.items()}
    return {**ratios, "page_bytes": len(answer), "ms_per_request": medians}


def _ratio(name: str, costs: dict[str, list[float]]) -> dict[str, Any]:
    pair = (costs["ours"], costs[name]) if name in CONSTANTS else (costs[name], costs["ours"])
    rounds = pairwise(*pair, truediv)
    of = f"ours / {name}" if name in CONSTANTS else f"{name} / ours"
    kept = [round(value, 3) for value in rounds]
    return {"ratio": round(statistics.median(rounds), 3), "of": of, "rounds": kept}


def _ask(name: str) -> BenchmarkRequest:
    # django-bolt closes the connection after a body that its handler does not read.
    return get({}) if name == "bolt" else the_page()


def _check_equal(server: Server, answer: bytes) -> None:
    found = send(server, _ask(server.name))
    if found.body == answer:
        return
    at = next(
        (n for n, pair in enumerate(zip(found.body, answer, strict=False)) if pair[0] != pair[1]),
        -1,
    )
    near = slice(max(at - 100, 0), at + 100)
    raise Unequal(
        f"{server.name} answers {found.status}, {len(found.body)} bytes, ours {len(answer)}; "
        f"near byte {at}:\n{found.body[near]!r}\n{answer[near]!r}"
    )
