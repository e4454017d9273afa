import os
import signal
from collections.abc import Iterator

import pytest

from config.launcher.stopping import STOPS, awaited_stops, interrupt_on_stops, watch_parent
from tests.config.children import running_child


def test_an_interrupted_make_is_detected() -> None:
    # As make does: it has handlers until a signal comes, and then waits for its child.
    make = (
        "import os, signal, sys\n"
        "signal.signal(signal.SIGINT, lambda *_: (\n"
        "    signal.signal(signal.SIGINT, signal.SIG_DFL), os.write(1, b'asked\\n')))\n"
        "os.write(1, b'ready\\n'); sys.stdin.read()"
    )
    with running_child(make) as process:
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        before = awaited_stops(process.pid)
        process.send_signal(signal.SIGINT)
        assert process.stdout.readline() == b"asked\n"
        assert awaited_stops(process.pid) != before
    assert awaited_stops(process.pid) == 0


def test_only_child_processes_follow_their_parent() -> None:
    assert watch_parent(None)()
    assert watch_parent(os.getppid())()
    assert not watch_parent(os.getpid())()


@pytest.fixture
def _handlers() -> Iterator[None]:
    before = {stop: signal.getsignal(stop) for stop in STOPS}
    for stop in STOPS:
        # The tests may have been started with nohup.
        signal.signal(stop, signal.SIG_DFL)
    yield
    for stop, handler in before.items():
        signal.signal(stop, handler)


@pytest.mark.usefixtures("_handlers")
@pytest.mark.parametrize("stop", STOPS)
def test_only_the_first_signal_interrupts(stop: signal.Signals) -> None:
    interrupt_on_stops()
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(stop)
    signal.raise_signal(signal.SIGTERM)
    signal.raise_signal(signal.SIGINT)


@pytest.mark.usefixtures("_handlers")
def test_nohup_ignores_the_end_of_the_terminal() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    interrupt_on_stops()
    signal.raise_signal(signal.SIGHUP)
    assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
