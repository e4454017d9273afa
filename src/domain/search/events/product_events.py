"""The events by the store product that sells them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from operator import attrgetter, is_
from typing import Self

from domain.search.events.event_days import EventDays
from domain.search.events.planned import Planned
from domain.search.events.shared_map import SharedMap
from domain.search.hits.products import EventHit

# The position of an event in the list. Only the database can compare codes.
position = attrgetter("start_date", "code")


class ProductEvents:
    """The events of each store product in the order of the list, without cancelled ones; immutable.

    All events that are passed in are in the order of the list.
    """

    __slots__ = ("_hits",)

    def __init__(self, ordered: Iterable[Planned] = ()) -> None:
        hits: defaultdict[int, list[EventHit]] = defaultdict(list)
        for event in ordered:
            if event.cancelled is None:
                hits[event.store_product_id].append(event.hit)
        self._hits = SharedMap({number: tuple(events) for number, events in hits.items()})

    def of(self, store_product_id: int) -> tuple[EventHit, ...]:
        """Return the events of a store product."""
        return self._hits.get(store_product_id) or ()

    def sharing(self, before: Self) -> Self:
        """Return the same events, with the tuples of `before` that contain the same objects."""
        same = {
            number: shared
            for number, hits in self._hits.items()
            if len(shared := before.of(number)) == len(hits) and all(map(is_, shared, hits))
        }
        return self._with(self._hits.changed(same))

    def updated(self, before: Iterable[Planned], after: Iterable[Planned], days: EventDays) -> Self:
        """Return the events after an update.

        `before` are the events that were changed or removed, `after` those that were changed or
        added, and `days` has all events after the update.
        """
        old, new = _by_product(before), _by_product(after)
        changed = old.keys() | new.keys()
        moved = {number for number in changed if not _same_order(old[number], new[number])}
        sort_key = days.sort_key(hit.start_date for number in moved for hit in new[number].values())
        hits: dict[int, tuple[EventHit, ...]] = {}
        for number in changed - moved:
            hits[number] = tuple([new[number].get(hit.id, hit) for hit in self.of(number)])
        for number in moved:
            others = [hit for hit in self.of(number) if hit.id not in old[number]]
            hits[number] = tuple(sorted([*others, *new[number].values()], key=sort_key))
        remaining = {number: events for number, events in hits.items() if events}
        return self._with(self._hits.changed(remaining, hits.keys() - remaining.keys()))

    def _with(self, hits: SharedMap[int, tuple[EventHit, ...]]) -> Self:
        made = type(self).__new__(type(self))
        made._hits = hits
        return made


def _by_product(events: Iterable[Planned]) -> defaultdict[int, dict[int, EventHit]]:
    """Return the events that are not cancelled, by store product and id."""
    hits: defaultdict[int, dict[int, EventHit]] = defaultdict(dict)
    for event in events:
        if event.cancelled is None:
            hits[event.store_product_id][event.hit.id] = event.hit
    return hits


def _same_order(old: Mapping[int, EventHit], new: Mapping[int, EventHit]) -> bool:
    return old.keys() == new.keys() and all(position(old[id_]) == position(new[id_]) for id_ in old)
