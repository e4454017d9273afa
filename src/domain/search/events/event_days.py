"""The events by first day, in the order of their list."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from itertools import groupby
from typing import NamedTuple, Self

from domain.search.events.planned import Planned
from domain.search.events.shared_map import SharedMap
from domain.search.hits.products import EventHit


class Day(NamedTuple):
    """The events that start on a day, in the order of their codes: all, and those not cancelled."""

    events: tuple[Planned, ...]
    active: tuple[Planned, ...]

    @classmethod
    def of(cls, events: Iterable[Planned]) -> Self:
        every = tuple(events)
        active = tuple(event for event in every if event.cancelled is None)
        # Usually no event is cancelled, and then one tuple is enough.
        return cls(every, every if len(active) == len(every) else active)

    def selected(self, *, cancelled: bool) -> Sequence[Planned]:
        """Return the cancelled events, or the others."""
        if not cancelled:
            return self.active
        return [event for event in self.events if event.cancelled is not None]


class EventDays:
    """The events by first day, then in the order of their codes; immutable.

    The database compares codes, in the collation of their column. An update therefore has the
    order of each day on which events were added, removed or renamed.
    """

    __slots__ = ("_days",)

    def __init__(self, ordered: Iterable[Planned] = ()) -> None:
        days = groupby(ordered, key=lambda event: event.hit.start_date)
        self._days: dict[date, Day] = {day: Day.of(events) for day, events in days}

    def __iter__(self) -> Iterator[Planned]:
        return (event for day in sorted(self._days) for event in self._days[day].events)

    def between(self, first: date | None, last: date | None) -> list[Day]:
        """Return the days from `first` to `last`, both included; None means no bound."""
        days = sorted(self._days)
        start = bisect_left(days, first) if first else 0
        stop = bisect_right(days, last) if last else len(days)
        return [self._days[day] for day in days[start:stop]]

    def updated(
        self,
        changed: AbstractSet[date],
        replaced: Mapping[int, Planned],
        orders: Mapping[date, Sequence[int]],
        by_id: SharedMap[int, Planned],
    ) -> Self:
        """Return the days after an update.

        `changed` are the days with an event that was added, changed or removed. `orders` has, for
        some of them, the ids of all events of the day. The other days have the same events in the
        same order: `replaced` has the new object of an event by the `id()` of the previous one.
        """
        days = dict(self._days)
        for day in changed:
            ids = orders.get(day)
            if ids is None:
                days[day] = Day.of([replaced.get(id(event), event) for event in days[day].events])
            elif ids:
                days[day] = Day.of(by_id[event_id] for event_id in ids)
            else:
                days.pop(day, None)
        updated = type(self)()
        updated._days = days
        return updated

    def sort_key(self, days: Iterable[date]) -> Callable[[EventHit], tuple[date, int]]:
        """Return a key that sorts events by day, and on these days in the order of the list.

        Events of the same other day have equal keys, so a stable sort does not reorder them.
        """
        numbers = {
            event.hit.id: number
            for day in set(days)
            for number, event in enumerate(self._days[day].events if day in self._days else ())
        }
        return lambda hit: (hit.start_date, numbers.get(hit.id, 0))
