"""A server reads the catalogue before it forks its workers, and can be stopped meanwhile."""

import os
import signal
from types import FrameType

import pytest

from config.server import shared_catalogue
from config.server.shared_catalogue import STOPPING, read_before_fork
from config.wiring import live_index, ports


class Server:
    def __init__(self) -> None:
        self.signals: list[int] = []

    def signal(self, number: int, frame: FrameType | None) -> None:
        self.signals.append(number)


@pytest.fixture(autouse=True)
def _nothing_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the connections of the other tests, and the collector of garbage, as they are."""
    monkeypatch.setattr(shared_catalogue, "close_connections", lambda: None)
    monkeypatch.setattr("gc.freeze", lambda: None)


@pytest.mark.parametrize("number", STOPPING)
def test_a_signal_interrupts_the_reading(
    monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    steps: list[str] = []

    def build(_catalogue: object) -> bool:
        steps.append("began")
        os.kill(os.getpid(), number)
        steps.append("ended")
        return True

    monkeypatch.setattr(shared_catalogue, "build", build)
    server, before = Server(), [signal.getsignal(each) for each in STOPPING]
    read_before_fork(server)
    assert (steps, server.signals) == (["began"], [number])
    assert [signal.getsignal(each) for each in STOPPING] == before


def test_the_workers_use_the_catalogue_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[object] = []
    monkeypatch.setattr(shared_catalogue, "build", built.append)
    read_before_fork(Server())
    assert built == [live_index().renew]
    assert ports().catalogue is live_index()
