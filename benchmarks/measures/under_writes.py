"""Answers while others write: scattered changes all the time, and very many in one transaction."""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

import psycopg

from benchmarks.bench import Bench, Load, figure
from benchmarks.requests import the_page

CHANGE = "UPDATE acted.tutorial_sessions SET title = %s WHERE id = ANY(%s)"
IDS = "SELECT id FROM acted.tutorial_sessions"
RATES = (5, 50)
MANY = 10_000
SEED = 7


def measure(bench: Bench) -> dict[str, Any]:
    with bench.serving("ours", 100) as ours:
        bench.load_for(ours, [the_page()], 1)
        rounds = [
            {rate: _under_writes(bench, ours, rate) for rate in (0, *RATES)}
            for _ in range(2 if bench.quick else 5)
        ]
        bulks = [_under_a_bulk_change(bench, ours) for _ in range(1 if bench.quick else 3)]
    found = {f"writes_{rate}": _figure(rate, rounds) for rate in RATES}
    return {
        **found,
        "bulk_worst_ms": figure(
            [load.latencies[-1] for load in bulks],
            p99_ms=round(max(load.percentile(0.99) for load in bulks)),
        ),
    }


def _under_writes(bench: Bench, ours: Any, rate: float) -> Load:
    with _writing(bench.databases.url(100), rate):
        return bench.load_for(ours, [the_page()], 3 if bench.quick else 5)


def _under_a_bulk_change(bench: Bench, ours: Any) -> Load:
    with _writing(bench.databases.url(100), 0.5, MANY, most=1):
        return bench.load_for(ours, [the_page()], 8)


def _figure(rate: int, rounds: list[dict[int, Load]]) -> dict[str, Any]:
    """Return the share of the answers a second that is left, each in its own round."""
    return figure(
        [each[rate].per_second / each[0].per_second for each in rounds],
        per_second=round(max(each[rate].per_second for each in rounds)),
        without_per_second=round(max(each[0].per_second for each in rounds)),
        p99_ms=round(max(each[rate].percentile(0.99) for each in rounds)),
        cost_ms=round(sum(each[rate].processor_ms for each in rounds) / len(rounds), 3),
    )


@contextmanager
def _writing(url: str, rate: float, at_once: int = 1, most: int | None = None) -> Iterator[None]:
    """Change scattered sessions, so many times a second, until the block ends."""
    stop = Event()
    writer = Thread(target=_write, args=[url, rate, at_once, most, stop], daemon=True)
    writer.start()
    try:
        yield
    finally:
        stop.set()
        writer.join()


def _write(url: str, rate: float, at_once: int, most: int | None, stop: Event) -> None:
    if not rate:
        return
    chance = random.Random(SEED)
    with psycopg.connect(url, autocommit=True) as writer:
        ids = [row[0] for row in writer.execute(IDS)]
        since, done = time.monotonic(), 0
        while most is None or done < most:
            done += 1
            if stop.wait(max(since + done / rate - time.monotonic(), 0)):
                return
            title = f"Day {chance.randrange(10**6)} moved"
            writer.execute(CHANGE, [title, chance.sample(ids, at_once)])
