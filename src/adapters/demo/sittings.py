"""The exam sessions for which students prepare on a given date."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, islice

WEEK = timedelta(weeks=1)
# Every exam session has this number of weeks for its tutorials; the longest has ten, one a week.
SHORTEST_SEASON = 14 * WEEK


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """A sitting, with a name such as 2026A; its tutorials start on or after the Monday `opens`."""

    name: str
    opens: date
    first_day: date
    last_day: date

    @property
    def weeks(self) -> int:
        """The number of whole weeks for tutorials."""
        return (self.first_day - self.opens) // WEEK


def next_sittings(today: date) -> tuple[Sitting, Sitting]:
    """Return the next two sittings with enough time for tutorials, the earlier one first."""
    return tuple(islice(_sittings(today), 2))  # type: ignore[return-value]  # two of them


def _sittings(today: date) -> Iterator[Sitting]:
    opens = _next_monday(today)
    for year in count(today.year):
        for letter, month in (("A", 4), ("B", 9)):
            first_day, last_day = date(year, month, 15), date(year, month, 30)
            if first_day - opens >= SHORTEST_SEASON:
                yield Sitting(
                    name=f"{year}{letter}", opens=opens, first_day=first_day, last_day=last_day
                )
                opens = _next_monday(last_day)


def _next_monday(day: date) -> date:
    return day + timedelta(days=7 - day.weekday())
