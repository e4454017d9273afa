"""The routes of events, at 100 times the size: each request is one that was not sent before."""

from typing import Any

from benchmarks.bench import Bench, figure
from benchmarks.data.events import event_code
from benchmarks.data.names import EXAM_SESSIONS, SUBJECTS
from benchmarks.requests import BenchmarkRequest, get, send

PATH = "/api/tutorials/events/"
PAGES, LAST = 200, 1340


def measure(bench: Bench) -> dict[str, Any]:
    works = {
        "events_20": [_page(number, 20) for number in range(1, PAGES)],
        "events_100": [_page(number, 100) for number in range(1, PAGES)],
        "events_deep": [_page(LAST - number, 20) for number in range(PAGES)],
        "events_subject": [
            get({"subject": code, "page": page}, path=PATH) for code in SUBJECTS for page in (1, 2)
        ],
        "event": [
            get({}, path=f"{PATH}{event_code(subject, session, number)}/")
            for subject in range(len(SUBJECTS))
            for session in range(len(EXAM_SESSIONS))
            for number in (1, 2)
        ],
    }
    with bench.serving("ours", 100) as ours:
        asked = {
            name: [ask for ask in asks if send(ours, ask).status == ask.status]
            for name, asks in works.items()
        }
        costs = bench.alternate({name: (ours, asks) for name, asks in asked.items() if asks})
    return {f"{name}_ms": figure(rounds) for name, rounds in costs.items()}


def _page(number: int, size: int) -> BenchmarkRequest:
    return get({"page": number, "page_size": size}, path=PATH)
