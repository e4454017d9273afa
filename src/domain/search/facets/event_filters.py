"""The events of all units, indexed by their facts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from datetime import date
from itertools import zip_longest
from typing import Self

from domain.search.facets.availability import OVER, availability_on
from domain.search.facets.event_facts import Fact, changed_facts, facts, matching_events
from domain.search.facets.event_fields import EventFields
from domain.search.facets.normalise import caseless
from domain.search.hits.products import EventHit
from domain.search.index.attributes import Entry, Index
from domain.search.index.differences import Differences, events_of
from domain.search.index.postings import AFTER_EVERY_TERM
from domain.search.query import Filters, Schedule

# A slot, its events before a change, and those after it.
type Events = tuple[int, Sequence[EventHit], Sequence[EventHit]]


class EventIndex:
    """The events of all units; an event is identified by its bit in the field of its unit.

    `today` decides which events are past or closed.
    """

    def __init__(self, today: date) -> None:
        self.today = today
        self._availability: dict[str, int] | None = None
        self._units_by_availability: dict[str, int] | None = None
        self._index = Index[str]()
        self.fields = EventFields()

    def replaced(self, differences: Differences) -> Self:
        """Return the events after listings were removed and added."""
        made = copy(self)
        staying, moving = list[Events](), list[Events]()
        for unit in differences.units:
            slot, after = unit.mask.bit_length() - 1, events_of(unit.after)
            stays = unit.after is not None and self.fields.has_room(slot, len(after))
            (staying if stays else moving).append((slot, events_of(unit.before), after))
        if moving:
            made.fields = self.fields.allocated((slot, len(new)) for slot, _, new in moving)
        removed, added = list[Entry[str]](), list[Entry[str]]()
        for slot, old, new in staying:
            lost, got = self._changed_entries(slot, old, new)
            removed += lost
            added += got
        for slot, old, new in moving:
            removed += self._entries(slot, old)
            added += made._entries(slot, new)
        made._index = self._index.patched(removed, added)
        if not made.fields.has_same_units(self.fields) or made._index is not self._index:
            made._availability = made._units_by_availability = None
        return made

    def on(self, day: date) -> Self:
        """Return the same events, with their availability on another day."""
        made = copy(self)
        made.today = day
        made._availability = made._units_by_availability = None
        return made

    def matching(self, filters: Filters, schedule: Schedule) -> dict[str, int]:
        """Return the mask of the events that match, for each condition of the filters."""
        return matching_events(filters, schedule, self._index, self._by_availability())

    def units_by_availability(self) -> Mapping[str, int]:
        """Return the mask of the units that have an event of each availability."""
        # Computed on first use, because there can be more changes than searches.
        if self._units_by_availability is None:
            self._units_by_availability = {
                value: self.fields.units_with(events)
                for value, events in self._by_availability().items()
            }
        return self._units_by_availability

    def _by_availability(self) -> Mapping[str, int]:
        if self._availability is None:
            self._availability = availability_on(self.today, self._index, self._with_events())
        return self._availability

    def _with_events(self) -> int:
        """Return the bits that belong to events: a field can have more bits than events."""
        return self._index[OVER].between("", AFTER_EVERY_TERM)

    def with_value(self, name: str, value: str) -> int:
        """Return the events for which a fact has this value."""
        if name == "availability":
            return self._by_availability().get(value, 0)
        return self._index[name].exactly(caseless(value))

    def _entries(self, slot: int, events: Iterable[EventHit]) -> Iterator[Entry[str]]:
        """Yield the facts of the events in a slot."""
        for number, event in enumerate(events):
            bit = 1 << (self.fields.first_bit(slot) + number)
            yield from ((name, value, bit) for name, value in facts(event))

    def _changed_entries(
        self, slot: int, before: Sequence[EventHit], after: Sequence[EventHit]
    ) -> tuple[list[Entry[str]], list[Entry[str]]]:
        """Return the removed and the added facts of the events in a slot."""
        start = self.fields.first_bit(slot)
        removed, added = list[Entry[str]](), list[Entry[str]]()
        for number, (old, new) in enumerate(zip_longest(before, after)):
            if old is not new:
                lost, got = _changed_facts(old, new)
                bit = 1 << (start + number)
                removed += [(name, value, bit) for name, value in lost]
                added += [(name, value, bit) for name, value in got]
        return removed, added


def _changed_facts(before: EventHit | None, after: EventHit | None) -> tuple[set[Fact], set[Fact]]:
    if before and after:
        return changed_facts(before, after)
    return set(facts(before)) if before else set(), set(facts(after)) if after else set()
