"""Whether an event can be booked on a day, against its definition."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.search.hits.products import EventHit, TutorialHit
from domain.search.search_index import SearchIndex
from tests.domain.search.samples import (
    a_bundle,
    a_course,
    a_product,
    a_query,
    a_session,
    a_tutorial,
    an_event,
    contents,
    counts,
    ids,
)

DAY = date(2026, 1, 7)
VALUES = ("available", "few_left", "unlimited", "sold_out", "closed", "past")


def availability(today: date, *events: EventHit) -> dict[str, int]:
    catalogue = SearchIndex(contents(a_tutorial(1, variations=[a_course(events=events)])))
    return counts(catalogue.on(today).search(a_query()), "availability")


@pytest.mark.parametrize(
    ("days_later", "places", "finalisation", "expected"),
    [
        (-1, 4, None, "available"),
        (0, 3, None, "few_left"),
        (1, 1, None, "past"),
        (1, 0, 0, "past"),
        (0, 0, None, "sold_out"),
        (0, 4, 0, "available"),
        (0, 1, -1, "closed"),
        (0, 0, -1, "closed"),
    ],
)
def test_the_first_matching_availability_applies(
    days_later: int, places: int, finalisation: int | None, expected: str
) -> None:
    closes = None if finalisation is None else DAY + timedelta(days=finalisation)
    event = an_event("E1", places=places, start_date=DAY, end_date=DAY, finalisation_date=closes)
    assert availability(DAY + timedelta(days=days_later), event) == {expected: 1}


def test_an_event_lasts_as_long_as_its_sessions() -> None:
    late = datetime(2026, 1, 9, 9, tzinfo=UTC)
    event = an_event("E1", end_date=DAY, sessions=[a_session(start=late)])
    assert availability(date(2026, 1, 9), event) == {"available": 1}
    assert availability(date(2026, 1, 10), event) == {"past": 1}
    until_midnight = a_session(start=late, end=datetime(2026, 1, 10, tzinfo=UTC))
    assert availability(date(2026, 1, 10), an_event("E1", sessions=[until_midnight])) == {"past": 1}


def test_past_events_are_shown_without_a_filter() -> None:
    past, coming = an_event("E1"), an_event("E2", end_date=date(2026, 2, 1))
    catalogue = SearchIndex(
        contents(
            a_tutorial(1, variations=[a_course(events=[past])]),
            a_tutorial(2, variations=[a_course(events=[past, coming])]),
            a_product(3),
        ),
        today=date(2026, 1, 20),
    )
    assert ids(catalogue.search(a_query())) == [3, 1, 2]
    assert ids(catalogue.search(a_query(availability=["available"]))) == [2]
    assert ids(catalogue.search(a_query(availability=["past"]))) == [1, 2]
    assert ids(catalogue.search(a_query(availability=["closed"]))) == []


moments = st.dates(DAY - timedelta(days=3), DAY + timedelta(days=3))
events = st.builds(
    an_event,
    st.just("E1"),
    venue=st.sampled_from(["BPP", "Online"]),
    places=st.integers(-1, 4),
    is_unlimited=st.booleans(),
    end_date=moments,
    finalisation_date=st.none() | moments,
)
shelves = st.lists(st.lists(events, max_size=10), min_size=1, max_size=4)


def expected(event: EventHit, today: date) -> str:
    if event.end_date < today:
        return "past"
    if event.finalisation_date and event.finalisation_date < today:
        return "closed"
    if event.is_unlimited:
        return "unlimited"
    if event.remain_space > 3:
        return "available"
    return "few_left" if event.remain_space > 0 else "sold_out"


@given(shelves, moments, moments, st.sets(st.sampled_from(VALUES), min_size=1), st.booleans())
def test_filters_and_counts_equal_a_loop_over_all_events(
    shelf: list[list[EventHit]], today: date, before: date, asked: set[str], online: bool
) -> None:
    tutorials = [
        a_tutorial(number, variations=[a_course(events=events)])
        for number, events in enumerate(shelf, 1)
    ]
    bundle = a_bundle(len(shelf) + 1, *tutorials)
    catalogue = SearchIndex(contents(*tutorials, bundle), today=before).on(today)
    venues = ["online"] if online else []
    answer = catalogue.search(a_query(availability=asked, venues=venues, page_size=100))

    events = [
        {expected(event, today) for event in events if not online or event.venue == "Online"}
        for events in [*shelf, [event for events in shelf for event in events]]
    ]
    shown = {
        (event.availability, expected(event, today))
        for hit in answer.hits
        if isinstance(hit.hit, TutorialHit)
        for variation in hit.hit.variations
        for event in variation.events
    }
    assert all(found == wanted for found, wanted in shown)
    assert sorted(ids(answer)) == [n for n, values in enumerate(events, 1) if values & asked]
    assert counts(answer, "availability") == {
        value: number for value in VALUES if (number := sum(value in values for values in events))
    }
