"""Lets the processes of a server do one after the other what takes much memory."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkstemp
from time import monotonic, sleep

# A process that is stopped or swapped out must not hold up the others for ever.
MOST_SECONDS = 60.0
SECONDS_BETWEEN_TRIES = 0.05


class Turns:
    """Create it before the fork: the processes of a server share it.

    The system releases the lock of a process that is killed.
    """

    def __init__(self, most_seconds: float = MOST_SECONDS) -> None:
        self._file, path = mkstemp()
        Path(path).unlink()
        self._most_seconds = most_seconds

    @contextmanager
    def take(self) -> Iterator[None]:
        """Wait until no other process has its turn; but not longer than `most_seconds`."""
        until = monotonic() + self._most_seconds
        has_turn = self._try()
        while not has_turn and monotonic() < until:
            sleep(SECONDS_BETWEEN_TRIES)
            has_turn = self._try()
        try:
            yield
        finally:
            if has_turn:
                fcntl.lockf(self._file, fcntl.LOCK_UN)

    def _try(self) -> bool:
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
