"""The live catalogue under many threads: each sees what was committed before it asked."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from domain.search.catalogue import Catalogue
from domain.search.listings import CatalogueContents
from domain.search.live import LiveCatalogue
from tests.domain.search_samples import a_product, contents
from tests.fakes import InMemoryFeed

# Only a deadlock lasts so long.
PATIENCE = 30


class CrowdedFeed(InMemoryFeed):
    """A feed that answers nobody's question for its version before all have asked."""

    def __init__(self, contents: CatalogueContents, *, askers: int) -> None:
        super().__init__(contents)
        self.all_have_asked = Barrier(askers, timeout=PATIENCE)

    def version(self) -> str:
        self.all_have_asked.wait()
        return super().version()


class SlowFeed(InMemoryFeed):
    """A feed whose first load reads the contents and then waits to be let go."""

    def __init__(self, contents: CatalogueContents) -> None:
        super().__init__(contents)
        self.has_read, self.let_go, self.was_asked = Event(), Event(), Event()

    def version(self) -> str:
        version = super().version()
        self.was_asked.set()
        return version

    def load(self) -> CatalogueContents:
        read = super().load()
        if self.loads == 1:
            self.has_read.set()
            assert self.let_go.wait(PATIENCE)
        return read


class FeedWithSlowAnswer(InMemoryFeed):
    """A feed that reads its version for the first who asks, and then makes them wait."""

    def __init__(self, contents: CatalogueContents) -> None:
        super().__init__(contents)
        self.has_read, self.let_go = Event(), Event()

    def version(self) -> str:
        read = super().version()
        if not self.has_read.is_set():
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


def at(version: str) -> CatalogueContents:
    return contents(a_product(), version=version)


def asked_after(
    feed: SlowFeed, threads: ThreadPoolExecutor, live: LiveCatalogue
) -> Future[Catalogue]:
    """Let another thread ask, and return once it knows the version that it wants."""
    feed.was_asked.clear()
    asking = threads.submit(live.current)
    assert feed.was_asked.wait(PATIENCE)
    return asking


def test_while_nothing_changes_it_is_read_once() -> None:
    feed = InMemoryFeed(at("1"))
    live = LiveCatalogue(feed)
    assert live.current() is live.current()
    assert feed.loads == 1


def test_a_change_is_in_the_next_answer() -> None:
    feed = InMemoryFeed(at("1"))
    live = LiveCatalogue(feed)
    live.current()
    feed.contents = at("2")
    assert live.current().version == "2"


def test_a_load_that_fails_is_tried_again() -> None:
    live = LiveCatalogue(FailingFeed(at("1")))
    with pytest.raises(ConnectionError):
        live.current()
    assert live.current().version == "1"


def test_threads_that_ask_together_share_one_load(threads: ThreadPoolExecutor) -> None:
    feed = CrowdedFeed(at("1"), askers=4)
    live = LiveCatalogue(feed)
    asked = [threads.submit(live.current) for _ in range(4)]
    assert len({asking.result(PATIENCE) for asking in asked}) == 1
    assert feed.loads == 1


def test_a_load_under_way_is_shared_by_those_who_want_what_it_reads(
    threads: ThreadPoolExecutor,
) -> None:
    feed = SlowFeed(at("1"))
    live = LiveCatalogue(feed)
    loading = threads.submit(live.current)
    assert feed.has_read.wait(PATIENCE)
    waiting = asked_after(feed, threads, live)
    feed.let_go.set()
    assert waiting.result(PATIENCE) is loading.result(PATIENCE)
    assert feed.loads == 1


def test_a_load_that_read_too_early_is_not_taken_for_the_change_after_it(
    threads: ThreadPoolExecutor,
) -> None:
    feed = SlowFeed(at("1"))
    live = LiveCatalogue(feed)
    loading = threads.submit(live.current)
    assert feed.has_read.wait(PATIENCE)
    feed.contents = at("2")
    waiting = asked_after(feed, threads, live)
    feed.let_go.set()
    assert loading.result(PATIENCE).version == "1"
    assert waiting.result(PATIENCE).version == "2"


def test_a_load_that_began_after_the_call_is_shared_whatever_its_version(
    threads: ThreadPoolExecutor,
) -> None:
    feed = FeedWithSlowAnswer(at("1"))
    live = LiveCatalogue(feed)
    waiting = threads.submit(live.current)
    assert feed.has_read.wait(PATIENCE)
    feed.contents = at("2")
    newest = live.current()
    feed.let_go.set()
    assert waiting.result(PATIENCE) is newest
    assert feed.loads == 1
