"""The workers of a server ask it once to replace them, and only if reading takes long."""

import os
import signal
from collections.abc import Iterator
from types import FrameType

import pytest

from config.processes import renewal
from config.processes.renewal import Renewal


@pytest.fixture
def received(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Make this process the server of its own; return the signals that it gets."""
    signals: list[int] = []

    def receive(number: int, _frame: FrameType | None) -> None:
        signals.append(number)

    monkeypatch.setattr(os, "getppid", os.getpid)
    monkeypatch.setattr(renewal, "LEAST_SECONDS", 0)
    monkeypatch.setattr(renewal, "READINGS", 0)
    # Without the thread that looks at the memory.
    monkeypatch.setattr(renewal, "FEWEST_MEGABYTES", float("inf"))
    before = signal.signal(signal.SIGHUP, receive)
    yield signals
    signal.signal(signal.SIGHUP, before)


def test_the_workers_ask_once_between_two_renewals(received: list[int]) -> None:
    shared = Renewal()
    shared.done(reading_seconds=5)
    shared.begin()
    for _ in range(2):
        shared.wait()
    assert received == [signal.SIGHUP]
    shared.done(reading_seconds=5)
    shared.wait()
    assert received == [signal.SIGHUP] * 2


def test_a_renewal_that_reads_only_changes_does_not_make_reading_everything_fast(
    received: list[int],
) -> None:
    shared = Renewal()
    shared.done(reading_seconds=5)
    shared.done(reading_seconds=0.1)
    shared.begin()
    shared.wait()
    assert received == [signal.SIGHUP]


def test_a_catalogue_that_is_read_quickly_is_read_by_each_worker(received: list[int]) -> None:
    shared = Renewal()
    shared.done(reading_seconds=0.1)
    shared.begin()
    shared.wait()
    assert received == []


def test_only_a_worker_whose_server_runs_requests_a_renewal(
    received: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = Renewal()
    assert not shared.ask()
    shared.begin()
    monkeypatch.setattr(os, "getppid", lambda: 1)
    assert not shared.ask()
    assert received == []


@pytest.mark.skipif(not renewal.ROLLUP.exists(), reason="only Linux tells what memory is shared")
def test_a_worker_with_much_private_memory_requests_a_renewal(
    received: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renewal, "SECONDS_BETWEEN_RENEWALS", 0)
    shared = Renewal()
    shared.begin()
    shared._watch(limit=1)
    assert received == [signal.SIGHUP]
