"""An update of the search index that runs in another thread, while requests are answered."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Thread
from time import monotonic

type Work = Callable[[], None]


@dataclass(slots=True)
class BackgroundUpdate:
    """An update that was started; `started_at` is a time of the monotonic clock, in seconds.

    `replaces_lost` says that the last index can have commits that the database has lost.
    """

    started_at: float = field(default_factory=monotonic)
    replaces_lost: bool = False
    _done: Event = field(default_factory=Event)
    _error: Exception | None = None

    @property
    def is_done(self) -> bool:
        return self._done.is_set()

    def run(self, work: Work) -> None:
        """Do the work; an error is raised in the threads that wait for it."""
        try:
            work()
        except Exception as error:  # noqa: BLE001 (raised by `wait`)
            self._error = error
        finally:
            self._done.set()

    def wait(self, until: float) -> None:
        """Wait until the work is done, or until a time of the monotonic clock.

        Raises:
            Exception: the error with which the work failed.

        """
        self._done.wait(max(until - monotonic(), 0))
        if self._error:
            raise self._error


def in_a_thread(work: Work) -> None:
    """Run the work in a new thread."""
    Thread(target=work, name="catalogue-update", daemon=True).start()
