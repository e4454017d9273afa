"""The days on which the rooms and instructors of the demo are booked."""

from collections.abc import Collection, Iterable
from datetime import date


class Bookings:
    """Each room and each instructor has one tutorial a day."""

    def __init__(self) -> None:
        self._taken: set[tuple[str, date]] = set()

    def is_free(self, name: str, days: Iterable[date]) -> bool:
        return all((name, day) not in self._taken for day in days)

    def first_free(self, names: Iterable[str], days: Collection[date]) -> str | None:
        """Return the first of the names that is free on all of the days."""
        return next((name for name in names if self.is_free(name, days)), None)

    def book(self, names: Iterable[str], days: Collection[date]) -> None:
        self._taken.update((name, day) for name in names for day in days)
