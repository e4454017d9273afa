"""The service with 200 different queries: words, filters and pages, at 100 times the size."""

import statistics
from typing import Any

from benchmarks.bench import Bench, figure
from benchmarks.questions import questions
from benchmarks.requests import post, send


def measure(bench: Bench) -> dict[str, Any]:
    asks = [post(question) for question in questions(200)]
    with bench.serving("ours", 100) as ours:
        lengths = [len(send(ours, ask).body) for ask in asks]
        costs = bench.alternate({"ours": (ours, asks)})["ours"]
    size = round(statistics.mean(lengths))
    return {"rotating_ms_100x": figure(costs, questions=len(asks), mean_bytes=size)}
