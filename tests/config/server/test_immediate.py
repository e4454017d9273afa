"""Requests in the main thread of a worker delay neither liveness checks nor new connections."""

from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest

from config.server.worker import immediate
from config.server.worker.immediate import Immediate
from config.server.worker.thread_worker import Worker

LIVE = b"GET /api/health/live/ HTTP/1.1\r\nHost: a\r\n\r\n"
SEARCH = b"GET /api/search/unified/ HTTP/1.1\r\nHost: a\r\n\r\n"


def a_connection(received: bytes) -> Any:
    return SimpleNamespace(received=bytearray(received), has_ended=False, is_cut=False)


def a_worker(*, has_outage: bool, handled: list[bytes], has_early: bool = True) -> Any:
    """Return a worker without sockets, which notes the requests that it handles."""

    def take(conn: Any) -> bool:
        handled.append(b"early")
        return True

    worker: Any = Worker.__new__(Worker)
    worker.alive = True
    worker.refuses_at_once = lambda _method, path: has_outage and "health" not in path
    worker.early = SimpleNamespace(take=take) if has_early else None
    worker.waiting = SimpleNamespace(remove=lambda _conn: None)
    worker.immediate = Immediate(lambda conn: handled.append(bytes(conn.received)))
    return worker


def test_liveness_is_handled_before_all_that_is_refused() -> None:
    handled: list[bytes] = []
    worker = a_worker(has_outage=True, has_early=False, handled=handled)
    for received in (SEARCH, SEARCH, LIVE):
        worker._look(a_connection(received))
    assert handled == []
    while worker.immediate:
        worker.immediate.run()
    assert handled == [LIVE, SEARCH, SEARCH]


def test_nothing_waits_for_a_check_of_the_catalogue_in_a_known_outage() -> None:
    handled: list[bytes] = []
    a_worker(has_outage=False, handled=handled)._look(a_connection(SEARCH))
    a_worker(has_outage=True, handled=handled)._look(a_connection(SEARCH))
    assert handled == [b"early"]


def test_new_connections_are_looked_for_between_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    times = count(step=immediate.SECONDS_AT_A_TIME * 0.6)
    monkeypatch.setattr(immediate, "monotonic", lambda: next(times))
    handled: list[bytes] = []
    waiting = Immediate(lambda conn: handled.append(bytes(conn.received)))
    for _ in range(5):
        waiting.add(a_connection(SEARCH), is_urgent=False)
    waiting.run()
    assert len(handled) == 2
    assert waiting
