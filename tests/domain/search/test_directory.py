"""A directory of events that is updated equals one that is built anew."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from domain.paging import PageRequest
from domain.search.events.directory import EventDirectory, EventUpdates
from domain.search.events.planned import Cancelled, Planned, Sold
from domain.tutorials.event_filter import EventFilter
from tests.domain.search.samples import DAY, MORNING, an_event

PRODUCTS = (7, 8)
SOLD = {
    number: Sold("CM2", "27A", "Tutorial", "F2F", f"S{number}", "F2F", None) for number in PRODUCTS
}
CANCELLED = Cancelled(MORNING, "owner", "Too few people")


class Stored(NamedTuple):
    code: str
    day: date
    product: int
    is_cancelled: bool


def an_id_and_its_event() -> st.SearchStrategy[dict[int, Stored]]:
    days = st.sampled_from([DAY, DAY + timedelta(days=1)])
    stored = st.builds(
        Stored, st.sampled_from("ABCDEF"), days, st.sampled_from(PRODUCTS), st.booleans()
    )
    return st.dictionaries(st.integers(1, 6), stored, max_size=6).map(with_different_codes)


def with_different_codes(stored: dict[int, Stored]) -> dict[int, Stored]:
    return {id_: each._replace(code=f"{each.code}{id_}") for id_, each in stored.items()}


def planned(stored: Mapping[int, Stored]) -> list[Planned]:
    """Return the events, ordered by day and code."""
    return [
        Planned.of(
            each.product,
            replace(an_event(each.code, start_date=each.day, end_date=each.day), id=id_),
            CANCELLED if each.is_cancelled else None,
        )
        for id_, each in sorted(stored.items(), key=lambda item: (item[1].day, item[1].code))
    ]


def built(stored: Mapping[int, Stored]) -> EventDirectory:
    return EventDirectory(planned(stored), SOLD, DAY)


def updated(before: Mapping[int, Stored], after: Mapping[int, Stored]) -> EventDirectory:
    directory = built(before)
    ids = frozenset(id_ for id_ in {*before, *after} if before.get(id_) != after.get(id_))
    events = planned(after)
    different = tuple(event for event in events if event.hit.id in ids)
    orders = {
        day: [event.hit.id for event in of_day]
        for day, of_day in groupby(events, key=lambda event: event.hit.start_date)
    }
    days = directory.days_to_order(ids, different)
    return directory.updated(
        EventUpdates(ids=ids, events=different, orders={day: orders.get(day, []) for day in days})
    )


@given(before=an_id_and_its_event(), after=an_id_and_its_event())
def test_an_updated_directory_equals_a_new_one(
    before: dict[int, Stored], after: dict[int, Stored]
) -> None:
    made, expected = updated(before, after), built(after)

    for is_cancelled in (False, True):
        wanted = EventFilter(cancelled=is_cancelled)
        assert made.page(wanted, PageRequest()) == expected.page(wanted, PageRequest())
    for number in PRODUCTS:
        assert made.of_product(number) == expected.of_product(number)
    for id_ in {*before, *after}:
        assert made.planned(id_) == expected.planned(id_)


def test_a_changed_event_is_sorted_among_the_events_of_its_product() -> None:
    first, third = Stored("A", DAY, 7, is_cancelled=False), Stored("C", DAY, 7, is_cancelled=False)
    second = Stored("B", DAY, 7, is_cancelled=False)

    made = updated({1: first, 2: third}, {1: first, 2: third, 3: second})

    assert [hit.code for hit in made.of_product(7)] == ["A", "B", "C"]


def test_an_export_has_all_events_with_what_sells_them() -> None:
    stored = {
        1: Stored("B", DAY, 7, is_cancelled=False),
        2: Stored("A", DAY, 8, is_cancelled=False),
    }

    exported = list(built(stored).export(EventFilter()))

    assert [(each.event.code, each.store_product_code) for each in exported] == [
        ("A", "S8"),
        ("B", "S7"),
    ]
