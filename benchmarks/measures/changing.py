"""Questions while the catalogue changes, at 100 times the size."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

import psycopg

from benchmarks.bench import Bench, Load, figure
from benchmarks.questions import questions
from benchmarks.requests import post

CHANGE = "UPDATE acted.tutorial_sessions SET title = title || 'x' WHERE id = ANY(%s)"
RATES, BULK, SEED, QUESTIONS = (0, 5, 50), 10_000, 3, 200
ROUNDS, REQUESTS = 3, 3_000


def measure(bench: Bench) -> dict[str, Any]:
    """Return figures for each number of changes a second, and for one change of many rows."""
    asks = [post(question) for question in questions(QUESTIONS)]
    count = REQUESTS // (3 if bench.quick else 1)
    with (
        bench.serving("ours", 100) as ours,
        psycopg.connect(bench.databases.url(100), autocommit=True) as writer,
    ):
        chance = random.Random(SEED)
        ids = [row[0] for row in writer.execute("SELECT id FROM acted.tutorial_sessions")]

        def change(rows: int) -> None:
            writer.execute(CHANGE, [chance.sample(ids, rows)])

        bench.load(ours, asks, QUESTIONS)
        found = {}
        for rate in RATES:
            runs = []
            for _ in range(ROUNDS):
                with _repeated(lambda: change(1), rate):
                    runs.append(bench.load_of(ours, asks, count))
            found[f"changing_{rate}"] = _figure(runs)
        with _repeated(lambda: change(BULK), 1, times=1):
            found["changing_bulk"] = _figure([bench.load_of(ours, asks, count)])
    return found


def _figure(runs: list[Load]) -> dict[str, Any]:
    return figure(
        [run.processor_ms for run in runs],
        p99=round(max(run.percentile(0.99) for run in runs), 1),
        worst=round(max(run.latencies[-1] for run in runs), 1),
        per_second=round(min(run.per_second for run in runs)),
    )


@contextmanager
def _repeated(step: Callable[[], None], per_second: int, times: int = 1 << 30) -> Iterator[None]:
    ends = Event()

    def work() -> None:
        left = times
        while left and not ends.wait(1 / per_second):
            step()
            left -= 1

    thread = Thread(target=work)
    if per_second:
        thread.start()
    try:
        yield
    finally:
        ends.set()
        if per_second:
            thread.join()
