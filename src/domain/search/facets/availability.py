"""Whether the places of an event can be bought on a day.

An event is exactly one of these, the first that holds:

- past: its last day, and the last day of its sessions, are before the day;
- closed: its finalisation date is before the day;
- sold out: it is marked so, or no places are left;
- available.
"""

from collections.abc import Iterator
from datetime import date, datetime

from domain.search.index.attributes import Index
from domain.search.results import EventHit
from domain.tutorials import TutorialSession

AVAILABLE, SOLD_OUT, CLOSED, PAST = "available", "sold_out", "closed", "past"
NAMES = {AVAILABLE: "Available", SOLD_OUT: "Sold out", CLOSED: "Closed", PAST: "Past"}

OVER, CLOSES, HAS_PLACES = "over", "closes", "has places"
YES = "yes"


def last_day_of(session: TutorialSession) -> date:
    """Return the last day that a session is on: one that ends at midnight is not on the next."""
    first, end = session.start_date.date(), session.end_date
    return max(first, (end - datetime.resolution).date())


def facts_of_availability(event: EventHit) -> Iterator[tuple[str, str]]:
    """Yield what decides the availability of an event on any day; days sort as they follow."""
    last_days = [last_day_of(session) for session in event.sessions]
    yield OVER, max([event.end_date, *last_days]).isoformat()
    if event.finalisation_date:
        yield CLOSES, event.finalisation_date.isoformat()
    if not event.is_soldout and event.remain_space > 0:
        yield HAS_PLACES, YES


def availability_on(day: date, index: Index[str], everything: int) -> dict[str, int]:
    """Return, for each availability, the events of all these that have it on the day."""
    past = _before(day, OVER, index) & everything
    closed = _before(day, CLOSES, index) & everything & ~past
    open_events = everything & ~past & ~closed
    with_places = index[HAS_PLACES].exactly(YES)
    return {
        AVAILABLE: open_events & with_places,
        SOLD_OUT: open_events & ~with_places,
        CLOSED: closed,
        PAST: past,
    }


def _before(day: date, fact: str, index: Index[str]) -> int:
    # An event has one such day, so that all but the day itself are those before it.
    return index[fact].between("", day.isoformat()) & ~index[fact].exactly(day.isoformat())
