"""The filters of the list of events."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter:
    """The filters of a list of events; None means no filter.

    `venue`, `location` and `instructor` match a part of the name, in any case. `starts_from` and
    `starts_to` bound the event's first day, both included. `available` selects events that are not
    sold out and have places left (True), or the others (False). `cancelled` selects the cancelled
    events instead of the others.
    """

    subject: str | None = None
    venue: str | None = None
    location: str | None = None
    instructor: str | None = None
    starts_from: date | None = None
    starts_to: date | None = None
    available: bool | None = None
    cancelled: bool = False
