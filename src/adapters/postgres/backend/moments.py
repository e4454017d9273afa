"""Dates and moments that PostgreSQL can hold and Python cannot.

`infinity`, years before 1 and years after 9999 are read as the first or the last day that is
safe in every time zone, so that one row of another system's never hides all the others.
"""

from datetime import UTC, date, datetime, tzinfo
from functools import cache
from typing import ClassVar

from psycopg import DataError
from psycopg.abc import AdaptContext, Buffer
from psycopg.adapt import Loader
from psycopg.types.datetime import DateLoader, TimestamptzLoader

FIRST, LAST = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)


class BoundedDateLoader(Loader):
    def __init__(self, oid: int, context: AdaptContext | None = None) -> None:
        super().__init__(oid, context)
        self._strict = DateLoader(oid, context)

    def load(self, data: Buffer) -> date:
        try:
            return self._strict.load(data)
        except DataError:
            return _nearest(data).date()


class BoundedMomentLoader(Loader):
    # Django asks the loader for it by this name.
    timezone: ClassVar[tzinfo | None]

    def __init__(self, oid: int, context: AdaptContext | None = None) -> None:
        super().__init__(oid, context)
        self._strict = TimestamptzLoader(oid, context)

    def load(self, data: Buffer) -> datetime:
        try:
            # The session's zone is this one; Django wants to see it as its own object.
            return self._strict.load(data).replace(tzinfo=self.timezone)
        except DataError:
            return _nearest(data).astimezone(self.timezone)


@cache
def moment_loader(zone: tzinfo | None) -> type[BoundedMomentLoader]:
    """Return the loader of moments for a connection whose time zone this is."""
    return type("MomentLoader", (BoundedMomentLoader,), {"timezone": zone})


def _nearest(data: Buffer) -> datetime:
    text = bytes(data)
    return FIRST if text.startswith(b"-") or text.endswith(b"BC") else LAST
