"""Filters that ask something of one event at a time, against their plain words."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.search.hits.products import (
    EventHit,
    TutorialHit,
)
from domain.search.listings.documents import AnyListing, BundleListing, Listing
from domain.search.query import Schedule
from tests.domain.search.samples import (
    a_bundle,
    a_course,
    a_product,
    a_session,
    a_tutorial,
    an_event,
    counts,
    ids,
    search,
)

FACETS = ("venues", "locations", "availability")


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 6, day, hour, tzinfo=UTC)


def a_class(number: int, *events: EventHit) -> Listing:
    return a_tutorial(number, variations=[a_course(events=events)])


IN_LEEDS = an_event("LEEDS", venue="Town Hall", sessions=[a_session(location="Leeds", start=at(1))])
IN_YORK = an_event(
    "YORK", venue="Guildhall", sessions=[a_session(location="York", start=at(20))], places=0
)


def test_all_conditions_must_match_the_same_event() -> None:
    both = a_class(1, IN_LEEDS, IN_YORK)
    assert ids(search(both, locations=["Leeds"], availability=["available"])) == [1]
    assert ids(search(both, locations=["York"], availability=["available"])) == []
    late = Schedule(first_day=date(2026, 6, 10))
    assert ids(search(both, schedule=late)) == [1]
    assert ids(search(both, schedule=late, venues=["Town Hall"])) == []


def test_counts_include_the_other_event_conditions() -> None:
    both, other = a_class(1, IN_LEEDS, IN_YORK), a_class(2, IN_YORK)
    answer = search(both, other, availability=["sold_out"])
    assert counts(answer, "locations") == {"York": 2}
    assert counts(answer, "availability") == {"available": 1, "sold_out": 2}


def test_the_venue_of_an_event_or_a_session_matches() -> None:
    event = an_event("X", venue="Town Hall", sessions=[a_session(venue="Online")])
    for venue in ("TOWN HALL", "online"):
        assert ids(search(a_class(1, event), venues=[venue])) == [1]
    assert ids(search(a_class(1, event), venues=["Town"])) == []


def test_spellings_of_a_place_are_counted_together() -> None:
    first, second = an_event("A", venue="Leeds"), an_event("B", venue="LEEDS")
    answer = search(a_class(1, first), a_class(2, second))
    assert list(counts(answer, "venues").values()) == [2]


def test_a_product_without_events_matches_no_event_filter() -> None:
    answer = search(a_product(), availability=["available", "sold_out"])
    assert ids(answer) == []
    assert counts(answer, "availability") == {}


@pytest.mark.parametrize(
    ("schedule", "fits"),
    [
        (Schedule(first_day=date(2026, 6, 1)), True),
        (Schedule(first_day=date(2026, 6, 2)), False),
        (Schedule(last_day=date(2026, 6, 3)), True),
        (Schedule(last_day=date(2026, 6, 2)), False),
        (Schedule(weekdays=frozenset({1, 3})), True),
        (Schedule(weekdays=frozenset({1})), False),
        (Schedule(earliest_start=time(9)), True),
        (Schedule(earliest_start=time(9, 0, 1)), False),
        (Schedule(latest_end=time(17)), True),
        (Schedule(latest_end=time(16, 59)), False),
    ],
)
def test_every_day_of_an_event_must_match(schedule: Schedule, fits: bool) -> None:
    days = [a_session(start=at(1), end=at(1, 16)), a_session(start=at(3), end=at(3, 17))]
    event = an_event("X", sessions=days)
    assert ids(search(a_class(1, event), schedule=schedule)) == ([1] if fits else [])


def test_a_session_until_after_midnight_ends_late() -> None:
    night = an_event("X", sessions=[a_session(start=at(1, 20), end=at(2, 1))])
    early = Schedule(latest_end=time(23, 59))
    assert ids(search(a_class(1, night), schedule=early)) == []


@pytest.mark.parametrize(
    ("weekdays", "fits"), [({1, 2, 3}, True), ({1, 3}, False), ({1, 2, 3, 4}, True)]
)
def test_a_session_of_several_days_includes_each_day(weekdays: set[int], fits: bool) -> None:
    event = an_event("X", sessions=[a_session(start=at(1), end=at(3, 17))])
    asked = Schedule(weekdays=frozenset(weekdays))
    assert ids(search(a_class(1, event), schedule=asked)) == ([1] if fits else [])


def test_a_session_until_midnight_excludes_the_next_day() -> None:
    event = an_event("X", sessions=[a_session(start=at(1, 19), end=at(2, 0))])
    monday = Schedule(last_day=date(2026, 6, 1), weekdays=frozenset({1}))
    assert ids(search(a_class(1, event), schedule=monday)) == [1]


def test_an_event_without_sessions_matches_its_days_but_no_times() -> None:
    event = a_class(1, an_event("X"))
    january = Schedule(first_day=date(2026, 1, 7), last_day=date(2026, 1, 7))
    assert ids(search(event, schedule=january)) == [1]
    assert ids(search(event, schedule=Schedule(weekdays=frozenset(range(1, 8))))) == []
    assert ids(search(event, schedule=Schedule(earliest_start=time(0)))) == []


sessions = st.builds(
    a_session,
    location=st.sampled_from(["London", "Leeds"]),
    venue=st.sampled_from(["BPP", "Online"]),
    start=st.builds(at, st.integers(1, 14), st.sampled_from([9, 18])),
)
events = st.builds(
    an_event,
    st.just("X"),
    venue=st.sampled_from(["BPP", "Hall"]),
    sessions=st.lists(sessions, min_size=1, max_size=2),
    places=st.sampled_from([0, 4]),
)
classes = st.lists(st.lists(events, max_size=17), max_size=5)
chosen = st.fixed_dictionaries(
    {},
    optional={
        "venues": st.sets(st.sampled_from(["bpp", "Hall", "x"]), min_size=1),
        "locations": st.sets(st.sampled_from(["london", "Leeds"]), min_size=1),
        "availability": st.sets(st.sampled_from(["available", "sold_out"]), min_size=1),
        "schedule": st.builds(
            Schedule,
            first_day=st.none() | st.just(date(2026, 6, 5)),
            last_day=st.none() | st.just(date(2026, 6, 10)),
            weekdays=st.frozensets(st.integers(1, 7), max_size=4),
            earliest_start=st.none() | st.just(time(10)),
            latest_end=st.none() | st.just(time(17)),
        ),
    },
)


@given(classes, st.booleans(), chosen)
def test_event_filters_and_counts_equal_the_naive_implementation(
    events: list[list[EventHit]], bundled: bool, asked: dict[str, Any]
) -> None:
    alone: list[AnyListing] = [a_class(number, *each) for number, each in enumerate(events, 1)]
    inside = [a_class(number, *each) for number, each in enumerate(events, 1)]
    listings = [*alone, a_bundle(9, *inside, name="Z")] if bundled else alone
    answer = search(*listings, **asked)

    def found(**changed: Any) -> list[int]:
        return [each.hit.id for each in listings if shows(each, {**asked, **changed})]

    assert sorted(ids(answer)) == found()
    for facet in FACETS:
        for key, count in counts(answer, facet).items():
            assert count == len(found(**{facet: {key}}))


def shows(listing: AnyListing, asked: dict[str, Any]) -> bool:
    parts = listing.components if isinstance(listing, BundleListing) else (listing,)
    return any(
        (
            not any(asked.get(name) for name in FACETS)
            and asked.get("schedule", Schedule()) == Schedule()
        )
        or any(fits(event, asked) for event in events_of(part))
        for part in parts
    )


def events_of(listing: Listing) -> list[EventHit]:
    assert isinstance(listing.hit, TutorialHit)
    return [event for variation in listing.hit.variations for event in variation.events]


def fits(event: EventHit, asked: dict[str, Any]) -> bool:
    schedule = asked.get("schedule", Schedule())
    values = {
        "venues": {event.venue.casefold(), *(each.venue.casefold() for each in event.sessions)},
        "locations": {each.location.casefold() for each in event.sessions},
        "availability": {"available" if event.remain_space > 0 else "sold_out"},
    }
    places = all(
        not asked.get(name) or values[name] & {value.casefold() for value in asked[name]}
        for name in FACETS
    )
    return places and all(
        (schedule.first_day is None or schedule.first_day <= each.start_date.date())
        and (schedule.last_day is None or each.end_date.date() <= schedule.last_day)
        and (not schedule.weekdays or each.start_date.isoweekday() in schedule.weekdays)
        and (not schedule.weekdays or each.end_date.isoweekday() in schedule.weekdays)
        and (schedule.earliest_start is None or schedule.earliest_start <= each.start_date.time())
        and (
            schedule.latest_end is None
            or (
                each.end_date.date() == each.start_date.date()
                and each.end_date.time() <= schedule.latest_end
            )
        )
        for each in event.sessions
    )
