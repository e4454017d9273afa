"""A reader: the live index of a process, which its threads share."""

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Lock
from time import monotonic

from django.db import connection

from adapters.catalogue.changes.change_log import read_position
from adapters.catalogue.feed.catalogue_feed import DjangoCatalogueFeed
from config.processes.background import in_background
from domain.search.hits.products import TutorialHit
from domain.search.live import live_index
from domain.search.live.live_index import LiveSearchIndex
from domain.search.search_index import SearchIndex
from tests.adapters.catalogue.histories import Response, State
from tests.domain.search.samples import a_query


class Reader:
    """Shows the numbers of the events with these codes.

    Requests wait up to `wait_seconds` for more than one change, or without a limit if it is None.
    """

    def __init__(self, codes: Sequence[str], wait_seconds: float | None) -> None:
        if wait_seconds is not None:
            # The process has no other index.
            live_index.MOST_AT_ONCE = 1
        self.codes, self.steps = codes, Counter[str]()
        self.feed, self.lock = DjangoCatalogueFeed(), Lock()
        self.live = LiveSearchIndex(
            self.feed,
            wait_seconds=wait_seconds,
            timeout_seconds=60,
            in_background=in_background,
            observe=self._count,
        )
        self.shown: dict[SearchIndex, State] = {}

    def read(self, responses: int) -> list[Response]:
        try:
            return [self._answer() for _ in range(responses)]
        finally:
            connection.close()

    def close(self) -> None:
        self.feed.close()
        connection.close()

    @contextmanager
    def _count(self, step: str) -> Iterator[None]:
        self.steps[step] += 1
        yield

    def _answer(self) -> Response:
        asked_at = monotonic()
        # The version in the response to a write. Its catalogue includes all earlier writes.
        version = read_position("any").version if random.random() < 0.2 else None
        catalogue, age = self.live.read(version)
        with self.lock:
            if catalogue not in self.shown:
                self.shown = {catalogue: self._numbers(catalogue)}
            shown = self.shown[catalogue]
        age = age if version is None and age is not None else 0.0
        return Response(asked_at, monotonic(), age, shown)

    def _numbers(self, catalogue: SearchIndex) -> State:
        places: Mapping[str, int] = {}
        for found in catalogue.search(a_query()).hits:
            assert isinstance(found.hit, TutorialHit)
            for event_hit in found.hit.variations[0].events:
                (shown,) = event_hit.sessions
                # Both were written by the same transaction.
                assert shown.title == str(event_hit.remain_space)
                places = {**places, event_hit.code: event_hit.remain_space or 0}
        return tuple(places[code] for code in self.codes)


# Of this process.
_reader: Reader


def read(
    codes: Sequence[str], wait_seconds: float | None, threads: int, responses: int
) -> tuple[list[list[Response]], Counter[str]]:
    """Start the reader of this process; return the answers by thread, and what the index did."""
    global _reader
    _reader = Reader(codes, wait_seconds)
    with ThreadPoolExecutor(threads) as pool:
        reading = [pool.submit(_reader.read, responses // threads) for _ in range(threads)]
    return [each.result() for each in reading], _reader.steps


def read_last() -> list[Response]:
    """Return one more answer, and one that waits for everything that is committed."""
    before = _reader.read(1)
    _reader.live.read(read_position("any").version)
    after = _reader.read(1)
    _reader.close()
    return [*before, *after]
