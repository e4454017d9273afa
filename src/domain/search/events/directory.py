"""The events of the catalogue by id, by code, by store product, and in the order of their list."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Self

from domain.errors import NotFound
from domain.paging import Page, PageRequest, Pagination
from domain.search.events.event_days import EventDays
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
from domain.search.events.product_events import ProductEvents, position
from domain.search.events.shared_map import SharedMap
from domain.search.hits.products import EventHit
from domain.tutorials.event_filter import EventFilter
from domain.tutorials.events import TutorialEvent
from domain.tutorials.sessions import TutorialSession


@dataclass(frozen=True, slots=True, kw_only=True)
class EventUpdates:
    """The differences between one directory and the next.

    `ids` are the events that may have changed; those that are not in `events` no longer exist.
    `orders` has, for each day of `EventDirectory.days_to_order`, the ids of the events that start
    on it, in the order of their codes. `sold` has store products that are new or may have changed.
    """

    ids: frozenset[int] = frozenset()
    events: tuple[Planned, ...] = ()
    orders: Mapping[date, Sequence[int]] = field(default_factory=dict)
    sold: Mapping[int, Sold] = field(default_factory=dict)


class EventDirectory:
    """All stored events, including those whose product is not for sale; immutable.

    The availability of the events is that of the day `today`. An updated directory shares all
    unchanged parts with the previous one.
    """

    __slots__ = ("_by_code", "_by_id", "_by_product", "_days", "_sold", "today")

    def __init__(
        self,
        events: Iterable[Planned] = (),
        sold: Mapping[int, Sold] | None = None,
        today: date = date.min,
    ) -> None:
        """Create a directory of these events, which are ordered by first day, then code."""
        self.today = today
        ordered = [event_on(event, today) for event in events]
        self._days = EventDays(ordered)
        self._by_product = ProductEvents(ordered)
        self._by_id = SharedMap({event.hit.id: event for event in ordered})
        self._by_code = SharedMap({event.hit.code: event.hit.id for event in ordered})
        self._sold = SharedMap(sold)

    def on(self, day: date) -> Self:
        """Return the same events as they are on a day."""
        if day == self.today:
            return self
        made = type(self)(self._days, dict(self._sold.items()), day)
        # Equal events stay the same objects.
        made._by_product = made._by_product.sharing(self._by_product)
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
        """Yield events after some of their sessions have changed.

        `changed` are the ids of the sessions that may have changed or been deleted. `stored` has
        those of them that exist, by the id of their event, which must be in the directory.
        """
        for event_id, sessions in stored.items():
            yield revised(self._by_id[event_id], changed, sessions)

    def of_product(self, store_product_id: int) -> tuple[EventHit, ...]:
        """Return the events of a store product in the order of the list; none is cancelled."""
        return self._by_product.of(store_product_id)

    def products_of(self, event_ids: Iterable[int]) -> set[int]:
        """Return the store products of the events with these ids; unknown ids are ignored."""
        found = (self._by_id.get(event_id) for event_id in event_ids)
        return {event.store_product_id for event in found if event}

    def missing_products(self, events: Iterable[Planned]) -> set[int]:
        """Return the store products of these events that are not known."""
        products = {event.store_product_id for event in events}
        return {number for number in products if number not in self._sold}

    def days_to_order(self, ids: Iterable[int], events: Iterable[Planned]) -> set[date]:
        """Return the days whose order changes if `events` replace the events with these ids."""
        now = {event.hit.id: event.hit for event in events}
        days: set[date] = set()
        for event_id in ids:
            planned, hit = self._by_id.get(event_id), now.get(event_id)
            before, after = planned and position(planned.hit), hit and position(hit)
            if before != after:
                days |= {order[0] for order in (before, after) if order}
        return days

    def updated(self, updates: EventUpdates) -> Self:
        """Return the directory after the updates."""
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
        # By the `id()` of the previous object, because only a few events of a day change.
        replaced = {id(each): now[each.hit.id] for each in before if each.hit.id in now}
        changed = {each.hit.start_date for each in (*before, *events)}
        made._days = self._days.updated(changed, replaced, updates.orders, made._by_id)
        made._by_product = self._by_product.updated(before, events, made._days)
        return made

    def _matching(self, wanted: EventFilter) -> Sequence[Sequence[Planned]]:
        days = [
            day.selected(cancelled=wanted.cancelled)
            for day in self._days.between(wanted.starts_from, wanted.starts_to)
        ]
        for fits in tests(wanted, self._sold.items()):
            days = [[event for event in day if fits(event)] for day in days]
        return days

    def _shown(self, event: Planned) -> TutorialEvent:
        return shown_event(event, self._sold[event.store_product_id])


def _cut(days: Iterable[Sequence[Planned]], start: int, stop: int) -> Iterator[Planned]:
    """Yield the events from the position `start` to `stop`; earlier days are skipped at once."""
    passed = 0
    for day in days:
        if passed >= stop:
            return
        yield from day[max(start - passed, 0) : stop - passed]
        passed += len(day)
