"""Whether an event can be booked on a day: the same rules for all routes."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple, Protocol

# The largest number of places that is `few_left`.
FEW = 3


class Availability(StrEnum):
    """Whether an event can be booked: the first of these values that applies.

    - `cancelled`: it was cancelled.
    - `past`: its last day, and the last day of its sessions, are before today.
    - `closed`: its finalisation date is before today.
    - `sold_out`: it is marked as sold out, or no places are left.
    - `unlimited`: the number of places is not limited.
    - `few_left`: at most three places are left.
    - `available`: more places are left.
    """

    CANCELLED = "cancelled"
    PAST = "past"
    CLOSED = "closed"
    SOLD_OUT = "sold_out"
    UNLIMITED = "unlimited"
    FEW_LEFT = "few_left"
    AVAILABLE = "available"


class Places(NamedTuple):
    """The stored values that determine how many places an event has."""

    is_soldout: bool
    is_unlimited: bool
    remain_space: int

    def state(self) -> tuple[Availability, str]:
        """Return the availability, independent of the day, and the reason."""
        if self.is_soldout:
            return Availability.SOLD_OUT, "It is marked as sold out."
        if self.is_unlimited:
            return Availability.UNLIMITED, "The number of places is not limited."
        if self.remain_space <= 0:
            return Availability.SOLD_OUT, "No places are left."
        is_one = self.remain_space == 1
        reason = "1 place is left." if is_one else f"{self.remain_space} places are left."
        is_few = self.remain_space <= FEW
        return (Availability.FEW_LEFT if is_few else Availability.AVAILABLE), reason


class OneDay(Protocol):
    """The times of a session."""

    @property
    def start_date(self) -> datetime: ...
    @property
    def end_date(self) -> datetime: ...


def last_day_of(session: OneDay) -> date:
    """Return the last day of a session; midnight belongs to the day before."""
    first, end = session.start_date.date(), session.end_date
    return max(first, (end - datetime.resolution).date())


def last_day(end_date: date, sessions: Iterable[OneDay]) -> date:
    """Return the last day of an event or of its sessions."""
    return max([end_date, *map(last_day_of, sessions)])


def availability_on(
    day: date,
    places: Places,
    *,
    last: date,
    closes: date | None,
    cancelled: str | None = None,
) -> tuple[Availability, str]:
    """Return the availability of an event on a day, and the reason as a sentence.

    `last` is its last day, `closes` its finalisation date, and `cancelled` the reason why it was
    cancelled, or None if it was not.
    """
    if cancelled is not None:
        return Availability.CANCELLED, f"It was cancelled: {cancelled}".removesuffix(": ")
    if last < day:
        return Availability.PAST, f"Its last day was {last.isoformat()}."
    if closes is not None and closes < day:
        return Availability.CLOSED, f"Booking closed on {closes.isoformat()}."
    return places.state()
