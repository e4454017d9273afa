"""The facts of an event that filters use: places, people, times, and availability."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from operator import attrgetter

from domain.search.facets.availability import facts_of_availability
from domain.search.facets.normalise import caseless
from domain.search.hits.products import EventHit
from domain.search.index.attributes import Index
from domain.search.index.bitsets import union
from domain.search.index.places import places_of
from domain.search.index.postings import AFTER_EVERY_TERM
from domain.search.query import OF_EVENTS, Filters, Schedule
from domain.tutorials.availability import last_day_of
from domain.tutorials.sessions import TutorialSession

_days_of = attrgetter("start_date", "end_date")
_places_left = attrgetter("is_soldout", "is_unlimited", "remain_space", "finalisation_date")
# The filters whose values are those of `places_of`.
OF_PLACES = tuple(name for name in OF_EVENTS if name != "availability")
# The name of a fact, and its value.
type Fact = tuple[str, str]

FIRST_DAY, LAST_DAY, WEEKDAY = "first day", "last day", "weekday"
EARLIEST_START, LATEST_END = "earliest start", "latest end"
WEEKDAYS = range(1, 8)
DIGITS_OF_SECONDS = 10


def facts(event: EventHit) -> Iterator[Fact]:
    """Yield all facts of an event; their values are in sortable form."""
    yield from facts_of_availability(event)
    for name, value in places_of([event]):
        yield name, caseless(value)
    days = [(each.start_date.date(), last_day_of(each)) for each in event.sessions]
    days = days or [(event.start_date, event.end_date)]
    yield FIRST_DAY, min(first for first, _ in days).isoformat()
    yield LAST_DAY, max(last for _, last in days).isoformat()
    if event.sessions:
        starts = (_seconds(each.start_date, each.start_date) for each in event.sessions)
        ends = (_seconds(each.end_date, each.start_date) for each in event.sessions)
        yield EARLIEST_START, _sortable(min(starts))
        yield LATEST_END, _sortable(max(ends))
        for weekday in {day for first, last in days for day in _weekdays(first, last)}:
            yield WEEKDAY, str(weekday)


def changed_facts(before: EventHit, after: EventHit) -> tuple[set[Fact], set[Fact]]:
    """Return the facts that only the event before has, and those that only the one after has."""
    if _have_same_places(before, after) and _have_same_schedule(before, after):
        # The events can differ in values that are not facts, such as their titles.
        if _places_left(before) == _places_left(after):
            return set(), set()
        old, new = set(facts_of_availability(before)), set(facts_of_availability(after))
    else:
        old, new = set(facts(before)), set(facts(after))
    return old - new, new - old


def _have_same_places(event: EventHit, other: EventHit) -> bool:
    return set(places_of([event])) == set(places_of([other]))


def _have_same_schedule(event: EventHit, other: EventHit) -> bool:
    if _days_of(event) != _days_of(other):
        return False
    these, those = event.sessions, other.sessions
    return these is those or (
        len(these) == len(those)
        and all(
            this is that or _times_of(this) == _times_of(that)
            for this, that in zip(these, those, strict=True)
        )
    )


def _times_of(session: TutorialSession) -> tuple[object, ...]:
    start, end = session.start_date, session.end_date
    # Two equal times can have different UTC offsets, and then clocks show different times.
    return start, end, start.utcoffset(), end.utcoffset()


def matching_events(
    filters: Filters, schedule: Schedule, index: Index[str], availability: Mapping[str, int]
) -> dict[str, int]:
    """Return the mask of the events that match, for each condition of the filters."""
    found = {
        name: union(index[name].exactly(caseless(value)) for value in values)
        for name in OF_PLACES
        if (values := getattr(filters, name))
    }
    if filters.availability:
        found["availability"] = union(availability.get(each, 0) for each in filters.availability)
    bounds = (
        (FIRST_DAY, _day(schedule.first_day), AFTER_EVERY_TERM),
        (LAST_DAY, "", _day(schedule.last_day)),
        (EARLIEST_START, _time(schedule.earliest_start), AFTER_EVERY_TERM),
        (LATEST_END, "", _time(schedule.latest_end)),
    )
    for name, first, last in bounds:
        if first is not None and last is not None:
            found[name] = index[name].between(first, last)
    if schedule.weekdays:
        found[WEEKDAY] = _only_on(schedule.weekdays, index)
    return found


def _only_on(weekdays: frozenset[int], index: Index[str]) -> int:
    on = union(index[WEEKDAY].exactly(str(day)) for day in weekdays)
    others = (day for day in WEEKDAYS if day not in weekdays)
    return on & ~union(index[WEEKDAY].exactly(str(day)) for day in others)


def _weekdays(first: date, last: date) -> Iterator[int]:
    for number in range(min((last - first).days + 1, len(WEEKDAYS))):
        yield (first + timedelta(days=number)).isoweekday()


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _time(at: time | None) -> str | None:
    return None if at is None else _sortable((at.hour * 60 + at.minute) * 60 + at.second)


def _seconds(moment: datetime, first: datetime) -> int:
    """Return the seconds of local time since the midnight before `first`."""
    days = (moment.date() - first.date()).days
    return ((days * 24 + moment.hour) * 60 + moment.minute) * 60 + moment.second


def _sortable(seconds: int) -> str:
    return str(seconds).zfill(DIGITS_OF_SECONDS)
