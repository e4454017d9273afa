"""One process at a time has the lock, and a killed process does not block the others."""

import os
import signal

import pytest

from config.processes.process_lock import ProcessLock

# Python warns of a fork while threads of pytest-xdist run; the child process does not use them.
pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded")


def child_with_lock(lock: ProcessLock) -> int:
    """Return the id of a process that has the lock until it is killed."""
    reading, writing = os.pipe()
    if pid := os.fork():
        os.close(writing)
        assert os.read(reading, 1) == b"x"
        os.close(reading)
        return pid
    with lock.acquired():
        os.write(writing, b"x")
        signal.pause()
    os._exit(0)


def test_one_process_at_a_time_has_the_lock() -> None:
    lock = ProcessLock(most_seconds=0)
    child = child_with_lock(lock)
    try:
        assert not lock._try()
        # After `most_seconds`, the block runs without the lock.
        with lock.acquired():
            pass
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    assert lock._try()


def test_the_lock_is_released_after_the_block() -> None:
    lock = ProcessLock(most_seconds=0)
    with lock.acquired():
        pass
    child = child_with_lock(lock)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
