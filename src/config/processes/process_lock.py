"""A lock between the processes of a server, for work that takes much memory."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkstemp
from time import monotonic, sleep

# Limited, because the process that has the lock may be stopped or swapped out.
MOST_SECONDS = 60.0
SECONDS_BETWEEN_TRIES = 0.05


class ProcessLock:
    """A lock that the processes of a server share if it is created before the fork.

    The operating system releases the lock of a process that is killed.
    """

    def __init__(self, most_seconds: float = MOST_SECONDS) -> None:
        self._file, path = mkstemp()
        Path(path).unlink()
        self._most_seconds = most_seconds

    @contextmanager
    def acquired(self) -> Iterator[None]:
        """Acquire the lock for the block; after `most_seconds`, run the block without it."""
        until = monotonic() + self._most_seconds
        has_lock = self._try()
        while not has_lock and monotonic() < until:
            sleep(SECONDS_BETWEEN_TRIES)
            has_lock = self._try()
        try:
            yield
        finally:
            if has_lock:
                fcntl.lockf(self._file, fcntl.LOCK_UN)

    def _try(self) -> bool:
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
