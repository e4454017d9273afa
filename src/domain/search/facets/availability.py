"""The availability of events (`domain.tutorials.availability`) as facts in the index.

Events that were cancelled are not in the catalogue.
"""

from collections.abc import Iterator
from datetime import date

from domain.search.hits.products import EventHit
from domain.search.index.attributes import Index
from domain.tutorials.availability import Availability, Places, last_day

NAMES = {
    Availability.AVAILABLE: "Available",
    Availability.FEW_LEFT: "Few left",
    Availability.UNLIMITED: "Unlimited",
    Availability.SOLD_OUT: "Sold out",
    Availability.CLOSED: "Closed",
    Availability.PAST: "Past",
}
# The values that depend only on the places.
OF_PLACES = (
    *(Availability.AVAILABLE, Availability.FEW_LEFT),
    *(Availability.UNLIMITED, Availability.SOLD_OUT),
)
OVER, CLOSES, PLACES = "over", "closes", "places"


def facts_of_availability(event: EventHit) -> Iterator[tuple[str, str]]:
    """Yield the facts that determine the availability of an event on any day, in sortable form."""
    yield OVER, last_day(event.end_date, event.sessions).isoformat()
    if event.finalisation_date:
        yield CLOSES, event.finalisation_date.isoformat()
    state, _ = Places(event.is_soldout, event.is_unlimited, event.remain_space).state()
    yield PLACES, state


def availability_on(day: date, index: Index[str], everything: int) -> dict[str, int]:
    """Return the mask of the events with each availability on a day."""
    past = _before(day, OVER, index) & everything
    closed = _before(day, CLOSES, index) & everything & ~past
    open_events = everything & ~past & ~closed
    return {
        **{state: open_events & index[PLACES].exactly(state) for state in OF_PLACES},
        Availability.CLOSED: closed,
        Availability.PAST: past,
    }


def _before(day: date, fact: str, index: Index[str]) -> int:
    # Each event has one such day, so the range ends before the day itself.
    return index[fact].between("", day.isoformat()) & ~index[fact].exactly(day.isoformat())
