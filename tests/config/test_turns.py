"""Processes of a server rebuild one after the other, and a killed one holds up nobody."""

import os
import signal

import pytest

from config.processes.turns import Turns

# Python warns of a fork while threads of pytest-xdist run; the child uses nothing of theirs.
pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded")


def child_with_its_turn(turns: Turns) -> int:
    """Return the id of a process that has its turn until it is killed."""
    reading, writing = os.pipe()
    if pid := os.fork():
        os.close(writing)
        assert os.read(reading, 1) == b"x"
        os.close(reading)
        return pid
    with turns.take():
        os.write(writing, b"x")
        signal.pause()
    os._exit(0)


def test_one_process_at_a_time_has_its_turn() -> None:
    turns = Turns(most_seconds=0)
    child = child_with_its_turn(turns)
    try:
        assert not turns._try()
        # It does not wait for ever.
        with turns.take():
            pass
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    assert turns._try()


def test_a_turn_ends_with_its_block() -> None:
    turns = Turns(most_seconds=0)
    with turns.take():
        pass
    child = child_with_its_turn(turns)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
