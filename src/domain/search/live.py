"""The catalogue as it is now: brought up to date when it changed, by one thread for all."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from threading import Lock

from domain.search.ports import CatalogueFeed
from domain.search.search_index import SearchIndex
from domain.search.text.synonyms import NO_SYNONYMS, Synonyms

# To read all of a large catalogue anew takes a second or two.
TIMEOUT_SECONDS = 5.0

# Entered for what may take long: "wait" (for another thread), "update" and "rebuild".
type Observe = Callable[[str], AbstractContextManager[object]]


def _unobserved(_what: str) -> AbstractContextManager[object]:
    return nullcontext()


class LiveSearchIndex:
    """The `CatalogueSource` that follows a feed, the day and the synonyms.

    `today` returns the day at the site, and `synonyms` the latest ones, quickly: every look asks.

    One thread at a time looks whether anything changed, and if so builds the next catalogue
    aside. Threads that ask meanwhile wait for the look after it, and share what that one finds.
    """

    def __init__(
        self,
        feed: CatalogueFeed,
        *,
        today: Callable[[], date] = lambda: date.min,
        synonyms: Callable[[], Synonyms] = lambda: NO_SYNONYMS,
        timeout_seconds: float = TIMEOUT_SECONDS,
        observe: Observe = _unobserved,
    ) -> None:
        self._observe = observe
        self._timeout_seconds = timeout_seconds
        self._feed, self._today, self._synonyms = feed, today, synonyms
        self._lock = Lock()
        self._index: SearchIndex | None = None
        # What the last look found, or failed with. Looks are counted as they begin and end.
        self._result: SearchIndex | Exception | None = None
        self._checks_started = self._checks_done = 0
        self._checks_all = False

    def current(self) -> SearchIndex:
        """Return the catalogue with every change that was committed before the call.

        While nothing changes it costs at most one look at the feed's version.

        Raises:
            TimeoutError: when the looks of other threads take too long.
            Exception: what the look fails with that the call waits for; a later call looks again.

        """
        # Whatever was committed before now is seen by every look that begins from now on.
        needed = self._checks_started + 1
        with self._observe("wait"):
            is_next = self._lock.acquire(timeout=self._timeout_seconds)
        if not is_next:
            raise TimeoutError("the catalogue is being read, and that takes long")
        try:
            result = self._result
            if result is None or self._checks_done < needed:
                result = self._result = self._check()
        finally:
            self._lock.release()
        if isinstance(result, Exception):
            raise result
        return result

    def complete(self) -> SearchIndex:
        """Return the catalogue also with changes that the feed overlooks when it is only asked.

        Raises:
            Exception: as `current` does.

        """
        self._checks_all = True
        return self.current()

    def _check(self) -> SearchIndex | Exception:
        self._checks_started += 1
        try:
            index = self._up_to_date(self._index)
            self._index = index.on(self._today()).with_synonyms(self._synonyms())
        except Exception as error:  # noqa: BLE001 (raised by each who waits for this look)
            return error
        finally:
            self._checks_done = self._checks_started
        return self._index

    def _up_to_date(self, index: SearchIndex | None) -> SearchIndex:
        if index is None:
            return self._rebuilt()
        if self._checks_all:
            self._checks_all = False
            if not self._feed.is_complete(index):
                return self._rebuilt()
        if self._feed.is_current(index):
            return index
        with self._observe("update"):
            changes = self._feed.changes(index)
            if changes:
                return index.updated(changes)
        return self._rebuilt()

    def _rebuilt(self) -> SearchIndex:
        with self._observe("rebuild"):
            return SearchIndex(self._feed.load())
