"""The memory of 1, 4 and 8 workers at 100 times the size, what they share counted once."""

import random
import time
from typing import Any

import psycopg

from benchmarks import cpu
from benchmarks.bench import Bench, figure
from benchmarks.measures.memory import CHANGE_ALL
from benchmarks.questions import questions
from benchmarks.requests import post, send, the_page
from benchmarks.web_servers import Server

WORKERS = (1, 4, 8)
CHANGE = "UPDATE acted.tutorial_sessions SET title = title || 'x' WHERE id = ANY(%s)"
# An hour of a busy shop in little: each worker answers the questions several times.
QUESTIONS, ROUNDS, CHANGES, AT_ONCE, SEED = 200, 3, 20, 20, 5
FORK_SECONDS, REBUILD_SECONDS = 60, 30


def measure(bench: Bench) -> dict[str, Any]:
    return {f"pss_mb_{workers}": _figure(bench, workers) for workers in WORKERS}


def _figure(bench: Bench, workers: int) -> dict[str, Any]:
    asks = [post(question) for question in questions(QUESTIONS)]
    with bench.serving("ours", 100, WORKERS=str(workers)) as ours:
        _wait_for(ours, workers)
        at_start = _megabytes(ours)
        for _ in range(1 if bench.quick else ROUNDS):
            bench.load(ours, asks, QUESTIONS * workers)
        _change(bench, ours)
        after_traffic = _megabytes(ours)
        _change_everything(bench, ours, workers)
        return figure(
            [after_traffic],
            at_start=round(at_start),
            after_a_rebuild=round(_megabytes(ours)),
        )


def _change(bench: Bench, ours: Server) -> None:
    chance = random.Random(SEED)
    with psycopg.connect(bench.databases.url(100), autocommit=True) as writer:
        ids = [row[0] for row in writer.execute("SELECT id FROM acted.tutorial_sessions")]
        for _ in range(CHANGES):
            writer.execute(CHANGE, [chance.sample(ids, AT_ONCE)])
            send(ours, the_page())


def _change_everything(bench: Bench, ours: Server, workers: int) -> None:
    """Make every worker read everything again, one after the other, and wait until all have."""
    with psycopg.connect(bench.databases.url(100), autocommit=True) as writer:
        writer.execute(CHANGE_ALL)
    until, fresh = time.monotonic() + REBUILD_SECONDS * workers, 0
    # Which worker answers is chance: so many answers in turn come from all of them.
    while fresh < 8 * workers and time.monotonic() < until:
        fresh = fresh + 1 if "age" not in send(ours, the_page()).headers else 0
    time.sleep(2)


def _megabytes(ours: Server) -> float:
    return sum(map(cpu.proportional_megabytes, cpu.tree(ours.pid)))


def _wait_for(ours: Server, workers: int) -> None:
    """Wait until all workers are there, and have had time to catch up."""
    until = time.monotonic() + FORK_SECONDS
    while len(cpu.tree(ours.pid)) < workers + 1 and time.monotonic() < until:
        time.sleep(0.1)
    time.sleep(2)
