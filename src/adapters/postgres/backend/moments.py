"""Dates and timestamps that PostgreSQL supports and Python does not.

`infinity`, years before 1 and years after 9999 are read as the first or the last day that is
safe in every time zone, so that one row of another system's never hides all the others.
"""

from datetime import UTC, date, datetime, tzinfo
from functools import cache
from typing import ClassVar

from psycopg import DataError, adapters
from psycopg.abc import AdaptContext, Buffer
from psycopg.abc import Loader as AnyLoader
from psycopg.adapt import Loader
from psycopg.pq import Format

FIRST, LAST = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)


def _loader(name: str) -> type[AnyLoader]:
    """Return psycopg's own loader of a type: the one in C, where that is installed."""
    found = adapters.get_loader(adapters.types[name].oid, Format.TEXT)
    if found is None:
        raise LookupError(f"psycopg has no loader of {name}")
    return found


_StrictDate, _StrictMoment = _loader("date"), _loader("timestamptz")


class BoundedDateLoader(Loader):
    def __init__(self, oid: int, context: AdaptContext | None = None) -> None:
        super().__init__(oid, context)
        self._strict = _StrictDate(oid, context)

    def load(self, data: Buffer) -> date:
        try:
            day: date = self._strict.load(data)
        except DataError:
            return _nearest(data).date()
        return day


class BoundedMomentLoader(Loader):
    # Django reads this attribute of the loader.
    timezone: ClassVar[tzinfo | None]

    def __init__(self, oid: int, context: AdaptContext | None = None) -> None:
        super().__init__(oid, context)
        self._strict = _StrictMoment(oid, context)

    def load(self, data: Buffer) -> datetime:
        try:
            # The session uses this zone; Django expects its own object.
            moment: datetime = self._strict.load(data)
        except DataError:
            return _nearest(data).astimezone(self.timezone)
        return moment if moment.tzinfo is self.timezone else moment.replace(tzinfo=self.timezone)


@cache
def moment_loader(zone: tzinfo | None) -> type[BoundedMomentLoader]:
    """Return the timestamp loader for a connection with this time zone."""
    return type("MomentLoader", (BoundedMomentLoader,), {"timezone": zone})


def _nearest(data: Buffer) -> datetime:
    text = bytes(data)
    return FIRST if text.startswith(b"-") or text.endswith(b"BC") else LAST
