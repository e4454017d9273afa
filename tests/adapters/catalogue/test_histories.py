"""With writers of every kind, every result is a committed state, and never stale.

The environment variable HISTORY_ANSWERS sets the number of results; the default is small.
"""

import os
import random
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from threading import Event, Lock
from time import monotonic

import psycopg
import pytest
from django.db import connection

from adapters.catalogue.changes.change_log import read_position
from adapters.catalogue.feed.catalogue_feed import DjangoCatalogueFeed
from adapters.catalogue.store.repository import DjangoStore
from adapters.tutorials.repository import DjangoTutorials
from config.background import in_background
from domain.search import live
from domain.search.hits import TutorialHit
from domain.search.live import LiveSearchIndex
from domain.search.search_index import SearchIndex
from tests.adapters.catalogue.concurrent_writers import KINDS, Writer
from tests.domain.search.samples import a_query
from tests.samples import event, session, store_product

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ANSWERS = int(os.environ.get("HISTORY_ANSWERS", "400"))
# Each source belongs to one process.
SOURCES, THREADS = 2, 2


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of a request, with the smallest and the largest correct values."""

    least: tuple[int, ...]
    shown: tuple[int, ...]
    most: tuple[int, ...]


class Reader:
    """A process: threads that share a live index."""

    def __init__(self, writers: list[Writer], wait_seconds: float | None) -> None:
        self.writers, self.feed = writers, DjangoCatalogueFeed()
        self.live = LiveSearchIndex(
            self.feed, wait_seconds=wait_seconds, timeout_seconds=60, in_background=in_background
        )
        self.ages: list[float] = []
        self.shown: dict[SearchIndex, tuple[int, ...]] = {}
        self.lock = Lock()

    def read(self, answers: int) -> list[Answer]:
        try:
            return [self._answer() for _ in range(answers)]
        finally:
            connection.close()

    def _answer(self) -> Answer:
        asked_at = monotonic()
        least = tuple(writer.committed for writer in self.writers)
        # What a write is answered with: everything before is in a catalogue of this version.
        version = read_position("any").version if random.random() < 0.2 else None
        catalogue, age = self.live.read(version)
        if age is not None and version is None:
            self.ages.append(age)
            least = tuple(writer.committed_at(asked_at - age) for writer in self.writers)
        with self.lock:
            if catalogue not in self.shown:
                self.shown = {catalogue: self._numbers(catalogue)}
            shown = self.shown[catalogue]
        return Answer(least, shown, tuple(writer.begun for writer in self.writers))

    def _numbers(self, catalogue: SearchIndex) -> tuple[int, ...]:
        places: Mapping[str, int] = {}
        for found in catalogue.search(a_query()).hits:
            assert isinstance(found.hit, TutorialHit)
            for event_hit in found.hit.variations[0].events:
                (shown,) = event_hit.sessions
                # Both were written by the same transaction.
                assert shown.title == str(event_hit.remain_space)
                places = {**places, event_hit.code: event_hit.remain_space or 0}
        return tuple(places[writer.code] for writer in self.writers)


@pytest.mark.parametrize("wait_seconds", [None, 0.0])
def test_every_result_is_a_committed_state_and_never_stale(
    wait_seconds: float | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or, where nobody waits for more than one change, what was committed before its age."""
    if wait_seconds is not None:
        monkeypatch.setattr(live, "MOST_AT_ONCE", 1)
    writers = make_writers()
    readers = [Reader(writers, wait_seconds) for _ in range(SOURCES)]
    parameters = {**connection.get_connection_params(), "cursor_factory": psycopg.Cursor}
    stop = Event()
    with ThreadPoolExecutor(len(writers) + SOURCES * THREADS) as threads:
        writing = [threads.submit(writer.run, parameters, stop) for writer in writers]
        each = ANSWERS // (SOURCES * THREADS)
        reading = [
            [threads.submit(reader.read, each) for _ in range(THREADS)] for reader in readers
        ]
        try:
            answers = [asked.result() for reader in reading for asked in reader]
        finally:
            stop.set()
        for written in writing:
            written.result()
    for reader in readers:
        check(writers, [reader.read(1)])
        reader.live.read(read_position("any").version)
        assert reader.read(1)[0].shown == tuple(writer.committed for writer in writers)
        reader.feed.close()
    check(writers, answers)
    assert bool([age for reader in readers for age in reader.ages]) == (wait_seconds is not None)


def check(writers: list[Writer], histories: list[list[Answer]]) -> None:
    for history in histories:
        for answer in history:
            for writer, least, shown, most in zip(
                writers, answer.least, answer.shown, answer.most, strict=True
            ):
                assert least <= shown <= most, writer.code
                assert shown not in writer.taken_back, writer.code
        for before, after in pairwise(history):
            assert is_not_after(before.shown, after.shown)
    # Commits are ordered, so one of two states is the earlier one.
    states = sorted({answer.shown for history in histories for answer in history}, key=sum)
    assert all(is_not_after(before, after) for before, after in pairwise(states))


def is_not_after(before: tuple[int, ...], after: tuple[int, ...]) -> bool:
    return all(one <= other for one, other in zip(before, after, strict=True))


def make_writers() -> list[Writer]:
    if prepared_transactions() == "0":
        pytest.skip("the server allows no prepared transactions")
    sold = store_product()
    ids = DjangoStore().ensure([sold]).ids
    writers = [Writer(work.__name__, work) for work in KINDS]
    DjangoTutorials().add([(event(each.code, session(1)), ids[sold.code]) for each in writers])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE acted.tutorial_events SET remain_space = 0")
        cursor.execute("UPDATE acted.tutorial_sessions SET title = '0'")
    return writers


def prepared_transactions() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW max_prepared_transactions")
        return str(cursor.fetchone()[0])
