"""The start time of a server and the memory of a worker, at 100 times the size."""

import statistics
import time
from typing import Any

import psycopg

from benchmarks import cpu
from benchmarks.bench import TRIAL, Bench, figure
from benchmarks.requests import send, the_page

# Every listing shows its subject, so the whole index is rebuilt.
CHANGE_ALL = "UPDATE acted.catalog_subjects SET description = description || ' '"


def measure(bench: Bench) -> dict[str, Any]:
    bench.databases.url(100)
    runs = [_run(bench) for _ in range(1 if bench.quick else 3)]
    return {
        "rss_mb_100x": figure([run["largest"] for run in runs], workers=runs[0]["workers"]),
        "start_ms_100x": figure(
            [run["ready"] for run in runs],
            first_answer_ms=round(statistics.median(run["first_answer"] for run in runs)),
        ),
    }


def _run(bench: Bench) -> dict[str, float]:
    since = time.monotonic()
    with bench.serving("ours", 100) as ours:
        send(ours, the_page())
        first_answer = (time.monotonic() - since) * 1000
        bench.load(ours, [the_page()], TRIAL)
        with psycopg.connect(bench.databases.url(100), autocommit=True) as writer:
            writer.execute(CHANGE_ALL)
        bench.load(ours, [the_page()], TRIAL)
        workers = cpu.tree(ours.pid) - {ours.pid}
        largest = max(map(cpu.resident_megabytes, workers))
    return {
        "ready": ours.started_ms,
        "first_answer": first_answer,
        "largest": largest,
        "workers": len(workers),
    }
