"""Whether an event can be booked on a day.

An event has the first of these states that applies:

- past: its last day, and the last day of its sessions, are before the day;
- closed: its finalisation date is before the day;
- sold out: it is flagged as sold out, or has no places left;
- available.
"""

from collections.abc import Iterator
from datetime import date, datetime

from domain.search.hits import (
    EventHit,
)
from domain.search.index.attributes import Index
from domain.tutorials import TutorialSession

AVAILABLE, SOLD_OUT, CLOSED, PAST = "available", "sold_out", "closed", "past"
NAMES = {AVAILABLE: "Available", SOLD_OUT: "Sold out", CLOSED: "Closed", PAST: "Past"}

OVER, CLOSES, HAS_PLACES = "over", "closes", "has places"
YES = "yes"


def last_day_of(session: TutorialSession) -> date:
    """Return the last day of a session; a session until midnight does not include the next day."""
    first, end = session.start_date.date(), session.end_date
    return max(first, (end - datetime.resolution).date())


def facts_of_availability(event: EventHit) -> Iterator[tuple[str, str]]:
    """Yield the facts that decide the availability of an event on any day, in sortable form."""
    last_days = [last_day_of(session) for session in event.sessions]
    yield OVER, max([event.end_date, *last_days]).isoformat()
    if event.finalisation_date:
        yield CLOSES, event.finalisation_date.isoformat()
    if not event.is_soldout and event.remain_space > 0:
        yield HAS_PLACES, YES


def availability_on(day: date, index: Index[str], everything: int) -> dict[str, int]:
    """Return the mask of the events with each availability on a day."""
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
    # Each event has one such day, so the range ends before the day itself.
    return index[fact].between("", day.isoformat()) & ~index[fact].exactly(day.isoformat())
