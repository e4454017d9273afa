"""The current search index. One thread at a time updates it for all threads."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date
from threading import RLock
from time import monotonic, sleep

from domain.search.live.background_update import BackgroundUpdate, Work, in_a_thread
from domain.search.ports import CatalogueFeed, Reading
from domain.search.search_index import SearchIndex
from domain.search.text.words.synonyms import NO_SYNONYMS, Synonyms

# Reading a large catalogue completely takes one or two seconds.
TIMEOUT_SECONDS = 5.0
# The number of changed rows that a request reads itself. More rows are read in the background.
MOST_AT_ONCE = 200
# The share of `wait_seconds` after which a request stops waiting; the rest is for its response.
WAITING_SHARE = 0.8
# Between two looks at whether a standby has replayed a write.
REPLAY_PAUSE_SECONDS = 0.02

# Entered around steps that can take long: "wait" (for another thread), "update" and "rebuild".
type Observe = Callable[[str], AbstractContextManager[object]]


def _unobserved(_what: str) -> AbstractContextManager[object]:
    return nullcontext()


class LiveSearchIndex:
    """The `CatalogueSource` that follows a feed, the date and the synonyms.

    `today` returns the date at the site, and `synonyms` the current ones; both must be fast,
    because every check calls them.

    One thread at a time checks whether anything has changed, and then builds the next index.
    Threads that ask during a check wait for the next one, and share its result.

    `wait_seconds` is the longest time that many changes delay a response; a request that would
    wait longer gets the last index, unless that can have commits that the database lost. None means
    that requests wait until the index is up to date.
    `in_background` runs an update in another thread. `turns` is entered where the whole catalogue
    is read beside the last one, which takes twice the memory.
    """

    def __init__(
        self,
        feed: CatalogueFeed,
        *,
        today: Callable[[], date] = lambda: date.min,
        synonyms: Callable[[], Synonyms] = lambda: NO_SYNONYMS,
        timeout_seconds: float = TIMEOUT_SECONDS,
        wait_seconds: float | None = None,
        in_background: Callable[[Work], None] = in_a_thread,
        turns: Callable[[], AbstractContextManager[object]] = nullcontext,
        observe: Observe = _unobserved,
    ) -> None:
        self._observe, self._turns = observe, turns
        self._timeout_seconds, self._wait_seconds = timeout_seconds, wait_seconds
        self._feed, self._today, self._synonyms = feed, today, synonyms
        self._in_background, self._lock = in_background, RLock()
        self._index: SearchIndex | None = None
        # The start of the last check after which the index was up to date.
        self._current_at = 0.0
        # The result of the last check.
        self._result: SearchIndex | BackgroundUpdate | Exception | None = None
        self._checks_started = self._checks_done = 0
        self._checks_all = False

    def current(self) -> SearchIndex:
        """Return an index with every change that was committed before the call.

        If nothing has changed, this takes at most one query for the version of the feed. If an
        update takes longer than `wait_seconds`, the result is the last index.

        Raises:
            TimeoutError: if the checks of other threads take too long.
            Exception: any error of the check; the next call checks again.

        """
        return self.read().catalogue

    def read(self, version: str | None = None) -> Reading:
        """Return the index and its age; with a version, wait until the index has that version.

        Raises:
            Exception: as for `current`.

        """
        asked_at = monotonic()
        # Every check that starts from now on sees what was committed before now.
        needed = self._checks_started + 1
        while True:
            with self._turn():
                result = self._result
                if result is None or self._checks_done < needed:
                    result = self._result = self._check()
                is_bounded = self._is_bounded(result, version)
            if isinstance(result, Exception):
                raise result
            if isinstance(result, SearchIndex):
                if version is None or not self._feed.is_behind(result, version):
                    return Reading(result, None)
                self._wait_for_replay(asked_at)
                needed = self._checks_started + 1
                continue
            self._wait(result, asked_at, is_bounded=is_bounded)
            if not result.is_done:
                return self._last()
            needed = self._checks_started + 1

    def complete(self) -> SearchIndex:
        """Return an index that also has the changes that `is_current` does not detect.

        Raises:
            Exception: as for `current`.

        """
        self._checks_all = True
        return self.current()

    def renew(self) -> None:
        """Bring the index up to date while nobody uses it; never keep two that share nothing.

        Raises:
            Exception: as for `current`; there may be no index then.

        """
        with self._turn():
            began_at, index = monotonic(), self._without_reading()
            if index is None:
                self._index = None
                index = self._rebuilt()
            self._index, self._current_at = self._of_today(index), began_at

    def _without_reading(self) -> SearchIndex | None:
        """Return the index with the logged changes, or None if everything must be read."""
        self._result = None
        if self._index is None or not self._feed.is_complete(self._index):
            return None
        if self._feed.is_current(self._index):
            return self._index
        return self._updated(self._index)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        with self._observe("wait"):
            is_next = self._lock.acquire(timeout=self._timeout_seconds)
        if not is_next:
            raise TimeoutError("the catalogue is being read, and that takes long")
        try:
            yield
        finally:
            self._lock.release()

    def _wait(self, work: BackgroundUpdate, asked_at: float, *, is_bounded: bool) -> None:
        """Wait until the update is done; if `is_bounded`, for a share of `wait_seconds`."""
        until = asked_at + self._timeout_seconds
        if is_bounded and self._wait_seconds is not None:
            until = min(asked_at, work.started_at) + self._wait_seconds * WAITING_SHARE
        with self._observe("wait"):
            work.wait(until)
        if not (work.is_done or is_bounded):
            raise TimeoutError("the catalogue is catching up with many changes")

    def _wait_for_replay(self, asked_at: float) -> None:
        if monotonic() - asked_at > self._timeout_seconds:
            raise TimeoutError("the standby has not replayed the write that the request names")
        sleep(REPLAY_PAUSE_SECONDS)

    def _last(self) -> Reading:
        with self._turn():
            if self._index is None:
                raise TimeoutError("the catalogue is being read, and that takes long")
            self._index = self._of_today(self._index)
            return Reading(self._index, monotonic() - self._current_at)

    def _is_bounded(self, result: object, version: str | None) -> bool:
        """Return whether a request gets the last index instead of a long wait."""
        if isinstance(result, BackgroundUpdate) and result.replaces_lost:
            return False
        return self._wait_seconds is not None and self._has_seen(version)

    def _has_seen(self, version: str | None) -> bool:
        return version is None or (
            self._index is not None and self._feed.has_seen(self._index, version)
        )

    def _check(self) -> SearchIndex | BackgroundUpdate | Exception:
        if isinstance(self._result, BackgroundUpdate) and not self._result.is_done:
            return self._result
        self._checks_started += 1
        began_at = monotonic()
        try:
            index = self._up_to_date(self._index)
            if isinstance(index, BackgroundUpdate):
                return index
            self._index, self._current_at = self._of_today(index), began_at
        except Exception as error:  # noqa: BLE001 (raised in every waiting thread)
            return error
        finally:
            self._checks_done = self._checks_started
        return self._index

    def _up_to_date(self, index: SearchIndex | None) -> SearchIndex | BackgroundUpdate:
        if index is None:
            return self._rebuilt()
        if self._checks_all:
            self._checks_all = False
            if not self._feed.is_complete(index):
                return self._catch_up(index, self._rebuilt_in_turn)
        if self._feed.is_current(index):
            return index
        updated = self._updated(index, at_most=MOST_AT_ONCE)
        return updated or self._catch_up(
            index, lambda: self._updated(index) or self._rebuilt_in_turn()
        )

    def _updated(self, index: SearchIndex, at_most: int | None = None) -> SearchIndex | None:
        with self._observe("update"):
            changes = self._feed.changes(index, at_most)
            return index.updated(changes) if changes else None

    def _rebuilt(self) -> SearchIndex:
        with self._observe("rebuild"):
            return SearchIndex(self._feed.load())

    def _rebuilt_in_turn(self) -> SearchIndex:
        # Where requests wait without a limit, they would also wait for the turns of others.
        with self._turns() if self._wait_seconds is not None else nullcontext():
            return self._rebuilt()

    def _catch_up(
        self, index: SearchIndex, build: Callable[[], SearchIndex]
    ) -> SearchIndex | BackgroundUpdate:
        """Build the next index: in the background, unless requests wait for it without a limit."""
        if self._wait_seconds is None:
            return build()
        update = BackgroundUpdate(replaces_lost=self._feed.can_be_lost(index))

        def work() -> None:
            index = self._of_today(build())
            with self._lock:
                self._index, self._current_at = index, update.started_at

        self._in_background(lambda: update.run(work))
        return update

    def _of_today(self, index: SearchIndex) -> SearchIndex:
        return index.on(self._today()).with_synonyms(self._synonyms())
