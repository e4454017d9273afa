"""A lock for requests that create large files."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, Semaphore

from domain.errors import Busy

# Limited, so that most threads remain free for other requests.
MOST_WAITING = 2
MOST_SECONDS = 10.0
BUSY = (
    "Other large exports are being created. Try again in a few seconds, or use filters that "
    "match fewer events, such as `from` and `to`."
)


class CreationLock:
    """A lock for threads that create a large file, with a limit on the threads that wait for it."""

    def __init__(self, most_waiting: int = MOST_WAITING, seconds: float = MOST_SECONDS) -> None:
        self._places, self._lock = Semaphore(1 + most_waiting), Lock()
        self._seconds = seconds

    @contextmanager
    def acquired(self) -> Iterator[None]:
        """Acquire the lock for the duration of the block.

        Raises:
            Busy: if too many threads wait, or the wait takes too long.

        """
        if not self._places.acquire(blocking=False):
            raise Busy(BUSY)
        try:
            if not self._lock.acquire(timeout=self._seconds):
                raise Busy(BUSY)
            try:
                yield
            finally:
                self._lock.release()
        finally:
            self._places.release()
