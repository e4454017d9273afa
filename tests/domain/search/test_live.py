"""The live catalogue under many threads: each sees what was committed before it asked."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from datetime import date
from threading import Event
from weakref import ref

import pytest

from domain.search.listings.documents import CatalogueContents
from domain.search.live.live_index import LiveSearchIndex
from domain.search.search_index import SearchIndex
from domain.search.text.words.synonyms import Synonyms
from tests.domain.search.samples import a_product, contents, ids
from tests.domain.search.samples import a_query as everything
from tests.fakes import InMemoryFeed

# Only a deadlock lasts so long.
PATIENCE = 30


class SlowFeed(InMemoryFeed):
    """A feed whose first look, once it is slowed, reads and then waits to be let go."""

    def __init__(self, contents: CatalogueContents) -> None:
        super().__init__(contents)
        self.is_slow, self.has_read, self.let_go = Event(), Event(), Event()
        self.looks = 0
        self.failure: Exception | None = None

    def is_current(self, index: SearchIndex) -> bool:
        self.looks += 1
        if self.failure:
            raise self.failure
        read = super().is_current(index)
        if self.is_slow.is_set():
            self.is_slow.clear()
            self.has_read.set()
            assert self.let_go.wait(PATIENCE)
        return read


class FailingFeed(InMemoryFeed):
    def load(self) -> CatalogueContents:
        read = super().load()
        if self.loads == 1:
            raise ConnectionError
        return read


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor() as executor:
        yield executor


def test_a_new_day_changes_the_index_but_not_the_version() -> None:
    today = date(2026, 1, 7)
    live = LiveSearchIndex(InMemoryFeed(at("1")), today=lambda: today)
    before = live.current()
    assert live.current() is before
    today = date(2026, 1, 8)
    after = live.current()
    assert after is not before
    assert (after.version, after.edition == before.edition) == ("1", False)


def test_new_synonyms_apply_to_the_next_call() -> None:
    synonyms = Synonyms()
    live = LiveSearchIndex(InMemoryFeed(at("1")), synonyms=lambda: synonyms)
    before = live.current()
    assert ids(before.search(everything("jotter"))) == []
    synonyms = Synonyms("jotter = notes")
    after = live.current()
    assert ids(after.search(everything("jotter"))) == [1]
    assert after.edition != before.edition


def test_each_step_that_can_take_long_is_observed() -> None:
    steps: list[str] = []

    @contextmanager
    def observe(step: str) -> Iterator[None]:
        steps.append(step)
        yield

    feed = InMemoryFeed(at("1"))
    live = LiveSearchIndex(feed, observe=observe)
    live.current()
    feed.contents = at("2")
    live.current()

    assert steps == ["wait", "rebuild", "wait", "update"]


def at(version: str) -> CatalogueContents:
    return contents(a_product(), version=version)


def slowed(version: str) -> tuple[SlowFeed, LiveSearchIndex]:
    """Return a feed that will wait at its next look, and a catalogue that has been built."""
    feed = SlowFeed(at(version))
    live = LiveSearchIndex(feed)
    live.current()
    feed.is_slow.set()
    return feed, live


def version_of(live: LiveSearchIndex) -> Callable[[], str]:
    return lambda: live.current().version


def test_the_catalogue_is_read_once_while_nothing_changes() -> None:
    feed = InMemoryFeed(at("1"))
    live = LiveSearchIndex(feed)
    assert live.current() is live.current()
    assert feed.loads == 1


def test_a_change_is_in_the_next_result() -> None:
    feed = InMemoryFeed(at("1"))
    live = LiveSearchIndex(feed)
    live.current()
    feed.contents = at("2")
    assert live.current().version == "2"


def test_incremental_changes_are_not_loaded_completely() -> None:
    feed = InMemoryFeed(contents(a_product(1), a_product(2), version="1"))
    live = LiveSearchIndex(feed)
    live.current()
    feed.contents = contents(a_product(2), a_product(3), version="2")
    updated = live.current()
    assert (updated.version, ids(updated.search(everything()))) == ("2", [2, 3])
    assert live.current() is updated
    assert feed.loads == 1


def test_the_catalogue_is_reloaded_if_changes_are_unavailable() -> None:
    feed = InMemoryFeed(at("1"))
    live = LiveSearchIndex(feed)
    live.current()
    feed.forget()
    feed.contents = contents(a_product(7), version="9")
    assert ids(live.current().search(everything())) == [7]
    assert feed.loads == 2


def test_complete_detects_a_change_that_current_does_not() -> None:
    feed = InMemoryFeed(at("1"))
    live = LiveSearchIndex(feed)
    live.current()
    feed.overlooked = True
    assert live.current().version == "1"
    assert feed.loads == 1
    live.complete()
    assert feed.loads == 2


class LonelyFeed(InMemoryFeed):
    """A feed that notes whether the last index is still there when everything is read."""

    def __init__(self, contents: CatalogueContents) -> None:
        super().__init__(contents)
        self.last: Callable[[], SearchIndex | None] = lambda: None
        self.had_last: list[bool] = []

    def load(self) -> CatalogueContents:
        self.had_last.append(self.last() is not None)
        return super().load()


def test_a_renewal_applies_changes_and_never_keeps_two_whole_indexes() -> None:
    feed = LonelyFeed(at("1"))
    live = LiveSearchIndex(feed)
    live.renew()
    first = live.current()
    live.renew()
    assert live.current() is first
    feed.contents = at("2")
    live.renew()
    assert (live.current().version, feed.loads) == ("2", 1)
    feed.last = ref(live.current())
    del first
    feed.forget()
    feed.contents = at("3")
    live.renew()
    assert (live.current().version, feed.had_last) == ("3", [False, False])


def test_a_failed_load_is_repeated() -> None:
    live = LiveSearchIndex(FailingFeed(at("1")))
    with pytest.raises(ConnectionError):
        live.current()
    assert live.current().version == "1"


def test_threads_that_call_during_a_check_share_the_next_one(threads: ThreadPoolExecutor) -> None:
    feed, live = slowed("1")
    looking = threads.submit(live.current)
    assert feed.has_read.wait(PATIENCE)
    looks = feed.looks
    asked = [threads.submit(live.current) for _ in range(3)]
    assert not wait(asked, timeout=0.2).done
    feed.let_go.set()
    assert len({asking.result(PATIENCE) for asking in [looking, *asked]}) == 1
    assert feed.looks < looks + len(asked)


def test_a_check_that_started_before_a_change_is_not_reused(
    threads: ThreadPoolExecutor,
) -> None:
    feed, live = slowed("1")
    looking = threads.submit(version_of(live))
    assert feed.has_read.wait(PATIENCE)
    feed.contents = at("2")
    waiting = threads.submit(version_of(live))
    feed.let_go.set()
    assert looking.result(PATIENCE) == "1"
    assert waiting.result(PATIENCE) == "2"


def test_waiting_threads_share_the_error_of_a_check(
    threads: ThreadPoolExecutor,
) -> None:
    feed, live = slowed("1")
    looking = threads.submit(version_of(live))
    assert feed.has_read.wait(PATIENCE)
    looks = feed.looks
    asked = [threads.submit(version_of(live)) for _ in range(3)]
    assert not wait(asked, timeout=0.2).done
    feed.failure = ConnectionError()
    feed.let_go.set()
    assert looking.result(PATIENCE) == "1"
    assert {asking.exception(PATIENCE) for asking in asked} == {feed.failure}
    assert feed.looks < looks + len(asked)
    feed.failure = None
    assert live.current().version == "1"


def test_waiting_for_a_slow_check_times_out(threads: ThreadPoolExecutor) -> None:
    feed = SlowFeed(at("1"))
    live = LiveSearchIndex(feed, timeout_seconds=0.1)
    live.current()
    feed.is_slow.set()
    looking = threads.submit(version_of(live))
    assert feed.has_read.wait(PATIENCE)
    with pytest.raises(TimeoutError):
        live.current()
    feed.let_go.set()
    assert looking.result(PATIENCE) == live.current().version == "1"
