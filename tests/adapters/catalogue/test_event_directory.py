"""Responses from the events in memory equal those of SQL statements, byte for byte."""

from random import Random
from typing import Any

import pytest
from django.db import connection
from django.utils.timezone import localdate

from adapters.catalogue.feed.event_updates import read_directory
from adapters.tutorials.models import TutorialEvent, TutorialSession
from adapters.tutorials.repository import DjangoTutorials
from api.rendering.json import write_json, writer_of
from api.schemas.tutorials.events import TutorialEventOut, TutorialEventPageOut
from domain.paging import PageRequest
from domain.search.events.directory import EventDirectory
from domain.tutorials.event_filter import EventFilter
from tests.adapters.catalogue.listed_events import listed_page
from tests.adapters.catalogue.random_writes import WORDS, fill
from tests.adapters.catalogue.replica import ListingReplica
from tests.adapters.catalogue.test_changes_at_random import in_one_transaction

PAGES = [
    PageRequest(page=page, page_size=size) for page, size in [(1, 3), (2, 3), (9, 1), (1, 100)]
]
# Codes that collations and the order of code points sort in different ways.
CODES = ("a-b", "aB", "AB", "a b", "ä1", "z", "Z", "_z", "é", "É2")
PLACES = ("Zürich Étage", "zürich étage", "ZÜRICH", "straße", "STRASSE", "100%", "a_b")


@pytest.fixture
def random(transactional_db: None) -> Random:
    random = Random(7)
    fill(random)
    for event, code in zip(TutorialEvent.objects.order_by("id"), CODES, strict=False):
        place = random.choice(PLACES)
        TutorialEvent.objects.filter(pk=event.pk).update(code=code, venue=place)
        TutorialSession.objects.filter(tutorial_event=event).update(location=place)
    return random


def filters(random: Random) -> list[EventFilter]:
    codes = [code for (code,) in rows("SELECT code FROM acted.catalog_subjects")]
    days = [day for (day,) in rows("SELECT start_date FROM acted.tutorial_events")]
    parts = [*WORDS, *PLACES, "Ü", "ü", "É", "%", "_", "ss"]
    chosen = [
        EventFilter(
            subject=random.choice([None, None, *codes, codes[0].upper(), codes[0].lower()]),
            venue=random.choice([None, *parts]),
            location=random.choice([None, None, *parts]),
            starts_from=random.choice([None, *days]),
            starts_to=random.choice([None, *days]),
            available=random.choice([None, True, False]),
        )
        for _ in range(20)
    ]
    alone = [EventFilter(venue=part) for part in parts] + [EventFilter(location=p) for p in parts]
    return [EventFilter(), *alone, *chosen]


def test_pages_and_events_have_the_bytes_of_the_statements(random: Random) -> None:
    check(read_directory(), filters(random))


def test_pages_and_events_have_these_bytes_after_random_changes(random: Random) -> None:
    held = ListingReplica()
    for _ in range(12):
        written = in_one_transaction(random)
        held.follow()
        assert pages(held.events, EventFilter()) == plain_pages(EventFilter()), written
    check(held.events, filters(random))


def check(directory: EventDirectory, asked: list[EventFilter]) -> None:
    for wanted in asked:
        assert pages(directory, wanted) == plain_pages(wanted), wanted
    for (code,) in rows("SELECT code FROM acted.tutorial_events"):
        plain = writer_of(TutorialEventOut).write(DjangoTutorials().get(code))
        assert write_json(directory.on(localdate()).get(code)) == plain


def pages(directory: EventDirectory, wanted: EventFilter) -> list[bytes]:
    today = directory.on(localdate())
    return [write_json(today.page(wanted, request)) for request in PAGES]


def plain_pages(wanted: EventFilter) -> list[bytes]:
    write = writer_of(TutorialEventPageOut).write
    return [write(listed_page(wanted, request)) for request in PAGES]


def rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())
