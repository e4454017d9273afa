"""A worker has a catalogue before the first request, and updates it without requests."""

import logging
from threading import Event

import pytest
from django.db import OperationalError

from config.server import follower
from domain.search.ports import Reading
from domain.search.search_index import SearchIndex
from tests.domain.search.samples import contents

PATIENCE = 30


class CountingSource:
    """A catalogue that counts how often it is asked for, and can be away."""

    def __init__(self, *, error: Exception | None = None, wanted: int = 3) -> None:
        self.error, self.asked, self.wanted = error, 0, wanted
        self.was_asked_enough = Event()

    def complete(self) -> SearchIndex:
        self.asked += 1
        if self.asked >= self.wanted:
            self.was_asked_enough.set()
        if self.error:
            raise self.error
        return SearchIndex(contents())

    current = complete

    def read(self, version: str | None = None) -> Reading:
        return Reading(self.complete(), None)


@pytest.mark.parametrize("error", [OperationalError("away"), ZeroDivisionError()])
def test_an_error_while_building_is_logged(
    db: None, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        follower.build(CountingSource(error=error).complete)
    assert "The catalogue cannot be" in caplog.text


def test_the_follower_continues_after_errors(
    db: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(follower, "SECONDS_BETWEEN_LOOKS", 0.01)
    source, stop = CountingSource(error=OperationalError("away")), Event()
    with caplog.at_level(logging.WARNING):
        follower.follow(source, stop)
        assert source.was_asked_enough.wait(PATIENCE)
        stop.set()
    # Logged once for an outage of any length.
    assert caplog.text.count("cannot be read") == 1
