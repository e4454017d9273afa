"""Nobody waits long for many changes: the last catalogue answers, and says how old it is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

import pytest

from domain.search.listings.documents import CatalogueChanges, CatalogueContents
from domain.search.live import live_index as module
from domain.search.live.background_update import Work
from domain.search.live.live_index import LiveSearchIndex
from domain.search.search_index import SearchIndex
from tests.domain.search.samples import a_product, contents
from tests.fakes import InMemoryFeed

# Only a deadlock lasts so long.
PATIENCE = 30


class BusyFeed(InMemoryFeed):
    """A feed that reads many changes when it is let go; `failure` is what it then raises."""

    def __init__(self) -> None:
        super().__init__(at(0))
        self.reads, self.let_go = Event(), Event()
        self.failure: Exception | None = None
        # What a standby shows next, as long as it has not seen a version.
        self.replays: list[CatalogueContents] = []
        self.small_reads = self.large_reads = 0

    def has_seen(self, index: SearchIndex, version: str) -> bool:
        return int(index.version) >= int(version)

    def is_behind(self, index: SearchIndex, version: str) -> bool:
        if self.replays and not self.has_seen(index, version):
            self.contents = self.replays.pop(0)
            return True
        return False

    def changes(self, index: SearchIndex, at_most: int | None = None) -> CatalogueChanges | None:
        if at_most is not None:
            self.small_reads += 1
            return super().changes(index, at_most)
        self.large_reads += 1
        found = super().changes(index)
        self.reads.set()
        assert self.let_go.wait(PATIENCE)
        if self.failure:
            raise self.failure
        return found


def at(version: int) -> CatalogueContents:
    """Return a catalogue of three products, all of which differ from version to version."""
    return contents(*(a_product(number) for number in (1, 2, 3)), version=str(version))


@pytest.fixture
def feed(monkeypatch: pytest.MonkeyPatch) -> Iterator[BusyFeed]:
    monkeypatch.setattr(module, "MOST_AT_ONCE", 2)
    feed = BusyFeed()
    yield feed
    feed.let_go.set()


@pytest.fixture
def threads() -> Iterator[Callable[[Work], None]]:
    started: list[Thread] = []

    def start(work: Work) -> None:
        started.append(Thread(target=work))
        started[-1].start()

    yield start
    for thread in started:
        thread.join(PATIENCE)


def live_on(feed: BusyFeed, threads: Callable[[Work], None], wait: float = 0.0) -> LiveSearchIndex:
    live = LiveSearchIndex(feed, wait_seconds=wait, timeout_seconds=0.05, in_background=threads)
    assert live.read() == (live.current(), None)
    return live


def test_the_last_catalogue_answers_until_the_changes_are_read(
    feed: BusyFeed, threads: Callable[[Work], None]
) -> None:
    live = live_on(feed, threads)
    feed.contents = at(1)

    for _ in range(3):
        catalogue, age = live.read()
        assert catalogue.version == "0"
        assert age is not None
        assert age >= 0
    feed.let_go.set()

    assert eventually(lambda: live.read().age_seconds is None)
    assert live.current().version == "1"
    assert feed.large_reads == 1


def test_the_last_catalogue_does_not_answer_if_the_database_can_have_lost_commits(
    feed: BusyFeed, threads: Callable[[Work], None]
) -> None:
    live = live_on(feed, threads)
    feed.contents, feed.has_lost_commits = at(1), True

    for _ in range(2):
        with pytest.raises(TimeoutError):
            live.read()
    feed.let_go.set()

    assert eventually(lambda: versions(live) == ["1"])


def versions(live: LiveSearchIndex) -> list[str]:
    try:
        return [live.read().catalogue.version]
    except TimeoutError:
        return []


def test_a_few_changes_are_in_the_next_answer(
    feed: BusyFeed, threads: Callable[[Work], None]
) -> None:
    live = live_on(feed, threads)
    feed.contents = contents(*feed.contents.listings[:2], version="1")

    assert live.read().age_seconds is None
    assert (live.current().version, feed.large_reads) == ("1", 0)


def test_a_request_waits_for_changes_that_are_read_in_time(
    feed: BusyFeed, threads: Callable[[Work], None]
) -> None:
    live = live_on(feed, threads, wait=PATIENCE)
    feed.contents = at(1)
    feed.let_go.set()

    catalogue, age = live.read()
    assert (catalogue.version, age) == ("1", None)


def test_the_wait_for_many_changes_is_observed(
    feed: BusyFeed, threads: Callable[[Work], None]
) -> None:
    steps: list[str] = []

    @contextmanager
    def observe(step: str) -> Iterator[None]:
        steps.append(step)
        yield

    live = LiveSearchIndex(feed, wait_seconds=PATIENCE, in_background=threads, observe=observe)
    live.current()
    feed.contents, steps[:] = at(1), []
    feed.let_go.set()

    live.read()
    # A turn, the few changes, the many changes in a thread, the wait for it, and another turn.
    assert sorted(steps) == ["update", "update", "wait", "wait", "wait"]


def test_what_is_committed_while_changes_are_read_is_not_taken_for_seen(
    feed: BusyFeed, threads: Callable[[Work], None]
) -> None:
    live = live_on(feed, threads, wait=PATIENCE)
    feed.contents = at(1)
    answers: list[str] = []
    asking = Thread(target=lambda: answers.append(live.current().version))
    asking.start()
    assert feed.reads.wait(PATIENCE)
    feed.contents = at(2)
    feed.let_go.set()
    asking.join(PATIENCE)

    assert (answers, live.current().version) == (["2"], "2")


def test_who_names_a_version_waits_for_it_and_for_no_later_one(
    feed: BusyFeed, threads: Callable[[Work], None]
) -> None:
    live = live_on(feed, threads)
    feed.contents = at(1)

    assert live.read("0").catalogue.version == "0"
    with pytest.raises(TimeoutError):
        live.read("1")
    feed.let_go.set()
    assert eventually(lambda: live.read().age_seconds is None)
    assert live.read("1").catalogue.version == "1"


def test_a_failure_is_raised_in_waiting_threads_and_the_update_is_retried(
    feed: BusyFeed, threads: Callable[[Work], None]
) -> None:
    live = live_on(feed, threads, wait=PATIENCE)
    feed.contents, feed.failure = at(1), ConnectionError()
    feed.let_go.set()

    with pytest.raises(ConnectionError):
        live.read()
    feed.failure = None
    assert live.read().catalogue.version == "1"


def eventually(holds: Callable[[], bool]) -> bool:
    pause = Event()
    return any(holds() or pause.wait(0.01) for _ in range(100 * PATIENCE))


def test_a_standby_is_waited_for_until_it_has_replayed_a_version(
    feed: BusyFeed, threads: Callable[[Work], None]
) -> None:
    live = LiveSearchIndex(feed, in_background=threads)
    feed.let_go.set()
    feed.replays = [at(1), at(2)]

    assert live.read().catalogue.version == "0"
    assert live.read("2").catalogue.version == "2"
    assert feed.replays == []


def test_a_standby_that_replays_nothing_is_not_waited_for_without_end(
    feed: BusyFeed, threads: Callable[[Work], None]
) -> None:
    live = LiveSearchIndex(feed, timeout_seconds=0.05, in_background=threads)
    feed.replays = [at(0)] * 1000

    with pytest.raises(TimeoutError, match="has not replayed the write"):
        live.read("1")
    assert live.read().catalogue.version == "0"


def test_one_process_at_a_time_reads_the_whole_catalogue() -> None:
    turns: list[str] = []

    @contextmanager
    def take() -> Iterator[None]:
        turns.append("begun")
        yield
        turns.append("ended")

    feed = InMemoryFeed(at(0))
    catalogue = LiveSearchIndex(
        feed, wait_seconds=PATIENCE, in_background=lambda work: work(), turns=take
    )
    catalogue.current()
    # The first one has no other beside it, and a few changes take little memory.
    assert turns == []
    feed.contents = at(1)
    feed.overlooked = True
    assert catalogue.complete().version == "1"
    assert turns == ["begun", "ended"]
