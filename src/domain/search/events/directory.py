"""The events of the catalogue by id, by code, by store product, and in the order of their list."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, groupby
from operator import attrgetter, is_
from typing import NamedTuple, Self

from domain.errors import NotFound
from domain.paging import Page, PageRequest, Pagination
from domain.search.events.export import EventExport
from domain.search.events.matching import tests
from domain.search.events.planned import (
    Planned,
    Sold,
    event_on,
    revised,
    sharing,
    shown_event,
)
from domain.search.events.shared_map import SharedMap
from domain.search.hits.products import (
    EventHit,
)
from domain.tutorials.event_filter import EventFilter
from domain.tutorials.events import TutorialEvent
from domain.tutorials.sessions import TutorialSession

# What decides the place of an event in the list. The database compares codes, in the collation
# of their column.
_order = attrgetter("start_date", "code")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class EventUpdates:
    """What leads from one directory to the next.

    `ids` are the events that may differ. Those of them that are not among `events` are gone.
    `orders` has, for each day of `EventDirectory.days_to_order`, the ids of the events that start
    on it, in the order of their codes. `sold` has store products that are new or may differ.
    """

    ids: frozenset[int] = frozenset()
    events: tuple[Planned, ...] = ()
    orders: Mapping[date, Sequence[int]] = field(default_factory=dict)
    sold: Mapping[int, Sold] = field(default_factory=dict)


class EventDirectory:
    """All stored events, also those whose product is not for sale; immutable.

    `today` decides the availability of the events.

    An updated directory shares with the one before it all that is the same.
    """

    __slots__ = ("_by_code", "_by_id", "_by_product", "_days", "_sold", "today")

    def __init__(
        self,
        events: Iterable[Planned] = (),
        sold: Mapping[int, Sold] | None = None,
        today: date = date.min,
    ) -> None:
        """Hold these events, which are ordered by first day, then code."""
        self.today = today
        ordered = [event_on(event, today) for event in events]
        days = groupby(ordered, key=lambda event: event.hit.start_date)
        self._days: dict[date, Day] = {day: Day.of(of_day) for day, of_day in days}
        self._by_id = SharedMap({event.hit.id: event for event in ordered})
        self._by_code = SharedMap({event.hit.code: event.hit.id for event in ordered})
        by_product: dict[int, list[EventHit]] = {}
        for event in (event for event in ordered if event.cancelled is None):
            by_product.setdefault(event.store_product_id, []).append(event.hit)
        self._by_product = SharedMap({key: tuple(hits) for key, hits in by_product.items()})
        self._sold = SharedMap(sold)

    def on(self, day: date) -> Self:
        """Return the same events as they are on a day."""
        if day == self.today:
            return self
        events = (event for first in sorted(self._days) for event in self._days[first].events)
        made = type(self)(events, dict(self._sold.items()), day)
        # What is the same stays the same object.
        same = {
            number: before
            for number, hits in made._by_product.items()
            if len(before := self.of_product(number)) == len(hits) and all(map(is_, before, hits))
        }
        made._by_product = made._by_product.changed(same)
        return made

    def get(self, code: str) -> TutorialEvent:
        """Return the event with this code.

        Raises:
            NotFound: when there is none.

        """
        event_id = self._by_code.get(code)
        if event_id is None:
            raise NotFound(f"There is no tutorial event with the code {code!r}.")
        return self._shown(self._by_id[event_id])

    def page(self, wanted: EventFilter, request: PageRequest) -> Page[TutorialEvent]:
        """Return one page of the events that fit, ordered by first day, then code."""
        days = self._matching(wanted)
        return Page(
            items=[self._shown(event) for event in _cut(days, request.start, request.stop)],
            pagination=Pagination.of(request, sum(map(len, days))),
        )

    def export(self, wanted: EventFilter) -> EventExport:
        """Return all events that fit, in the order of `page`."""
        return EventExport(list(chain.from_iterable(self._matching(wanted))), self._sold)

    def hit(self, event_id: int) -> EventHit | None:
        """Return the event with this id, if it is stored and not cancelled."""
        event = self._by_id.get(event_id)
        return event.hit if event and event.cancelled is None else None

    def planned(self, event_id: int) -> Planned | None:
        """Return the event with this id, if it is stored."""
        return self._by_id.get(event_id)

    def with_sessions(
        self, changed: Collection[int], stored: Mapping[int, Iterable[TutorialSession]]
    ) -> Iterator[Planned]:
        """Yield events with those of the changed sessions that are stored for them now.

        `changed` are the ids of the sessions that may differ or be gone, and `stored` has the
        events by id, which are known.
        """
        for event_id, sessions in stored.items():
            yield revised(self._by_id[event_id], changed, sessions)

    def of_product(self, store_product_id: int) -> tuple[EventHit, ...]:
        """Return the events of a store product in the order of the list; none is cancelled."""
        return self._by_product.get(store_product_id) or ()

    def products_of(self, event_ids: Iterable[int]) -> set[int]:
        """Return the store products of those of the events that exist."""
        found = (self._by_id.get(event_id) for event_id in event_ids)
        return {event.store_product_id for event in found if event}

    def missing_products(self, events: Iterable[Planned]) -> set[int]:
        """Return the store products of these events that are not known."""
        products = {event.store_product_id for event in events}
        return {number for number in products if number not in self._sold}

    def days_to_order(self, ids: Iterable[int], events: Iterable[Planned]) -> set[date]:
        """Return the days on which the order changes if the events with these ids become these."""
        now = {event.hit.id: event.hit for event in events}
        days: set[date] = set()
        for event_id in ids:
            planned, hit = self._by_id.get(event_id), now.get(event_id)
            before, after = planned and _order(planned.hit), hit and _order(hit)
            if before != after:
                days |= {order[0] for order in (before, after) if order}
        return days

    def updated(self, updates: EventUpdates) -> Self:
        """Return the directory that the updates lead to."""
        made = type(self).__new__(type(self))
        made.today = self.today
        events = [
            sharing(event_on(event, self.today), self._by_id.get(event.hit.id))
            for event in updates.events
        ]
        now = {event.hit.id: event for event in events}
        before = [event for id_ in updates.ids if (event := self._by_id.get(id_))]
        made._sold = self._sold.changed(updates.sold)
        made._by_id = self._by_id.changed(now, updates.ids - now.keys())
        made._by_code = self._by_code.changed(
            {event.hit.code: id_ for id_, event in now.items()}, [each.hit.code for each in before]
        )
        # By the object that they replace, because few events of many are changed.
        replaced = {id(each): now[each.hit.id] for each in before if each.hit.id in now}
        changed = {each.hit.start_date for each in (*before, *events)}
        made._days = made._ordered(self._days, changed, replaced, updates.orders)
        made._by_product = self._by_product
        held = made._held_for(_offered(before), _offered(events))
        made._by_product = self._by_product.changed(
            {number: hits for number, hits in held.items() if hits},
            [number for number, hits in held.items() if not hits],
        )
        return made

    def _ordered(
        self,
        days: Mapping[date, Day],
        changed: AbstractSet[date],
        replaced: Mapping[int, Planned],
        orders: Mapping[date, Sequence[int]],
    ) -> dict[date, Day]:
        """Return the days with the events of now; on those without an order none came or went."""
        found = dict(days)
        for day in changed:
            ids = orders.get(day)
            if ids is None:
                found[day] = Day.of([replaced.get(id(event), event) for event in days[day].events])
            elif ids:
                found[day] = Day.of(self._by_id[id_] for id_ in ids)
            else:
                found.pop(day, None)
        return found

    def _held_for(
        self, before: Iterable[Planned], after: Iterable[Planned]
    ) -> dict[int, tuple[EventHit, ...]]:
        """Return the events of the store products that had, or have, some of these events."""
        gone: defaultdict[int, dict[int, EventHit]] = defaultdict(dict)
        came: defaultdict[int, dict[int, EventHit]] = defaultdict(dict)
        for changed, events in ((gone, before), (came, after)):
            for event in events:
                changed[event.store_product_id][event.hit.id] = event.hit
        found: dict[int, tuple[EventHit, ...]] = {}
        for number in gone.keys() | came.keys():
            old, new, hits = gone[number], came[number], self.of_product(number)
            if old.keys() == new.keys() and all(
                _order(old[id_]) == _order(new[id_]) for id_ in old
            ):
                found[number] = tuple([new.get(hit.id, hit) for hit in hits])
        if found.keys() == gone.keys() | came.keys():
            return found
        place = self._places(hit.start_date for hits in came.values() for hit in hits.values())
        for number in (gone.keys() | came.keys()) - found.keys():
            staying = [hit for hit in self.of_product(number) if hit.id not in gone[number]]
            found[number] = tuple(sorted([*staying, *came[number].values()], key=place))
        return found

    def _places(self, days: Iterable[date]) -> Callable[[EventHit], tuple[date, int]]:
        """Return what orders events, if no two of them are on another than these days."""
        numbers = {
            event.hit.id: number
            for day in set(days)
            for number, event in enumerate(self._days[day].events if day in self._days else ())
        }
        return lambda hit: (hit.start_date, numbers.get(hit.id, 0))

    def _matching(self, wanted: EventFilter) -> Sequence[Sequence[Planned]]:
        days = [
            day.selected(cancelled=wanted.cancelled)
            for day in self._days_between(wanted.starts_from, wanted.starts_to)
        ]
        for fits in tests(wanted, self._sold.items()):
            days = [[event for event in day if fits(event)] for day in days]
        return days

    def _shown(self, event: Planned) -> TutorialEvent:
        return shown_event(event, self._sold[event.store_product_id])

    def _days_between(self, first: date | None, last: date | None) -> list[Day]:
        days = sorted(self._days)
        start = bisect_left(days, first) if first else 0
        stop = bisect_right(days, last) if last else len(days)
        return [self._days[day] for day in days[start:stop]]


def _cut(days: Iterable[Sequence[Planned]], start: int, stop: int) -> Iterator[Planned]:
    """Yield the events from one place to another, without a walk through those before."""
    passed = 0
    for day in days:
        if passed >= stop:
            return
        yield from day[max(start - passed, 0) : stop - passed]
        passed += len(day)


def _offered(events: Iterable[Planned]) -> list[Planned]:
    return [event for event in events if event.cancelled is None]
