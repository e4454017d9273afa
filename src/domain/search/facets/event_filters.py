"""The events of all units as bits, so that several conditions must match the same event.

A unit has a field of bits: one for each event, and the highest for itself. One addition carries
into the own bits of all units that have a matching event. The naive equivalent is a loop over the
units with `any` over their events, for every choice that is counted.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from datetime import date
from itertools import zip_longest
from operator import itemgetter
from typing import NamedTuple, Self

from domain.search.facets.availability import OVER, availability_on
from domain.search.facets.event_facts import Fact, asked, changed_facts, facts
from domain.search.facets.normalise import caseless
from domain.search.hits.products import (
    EventHit,
)
from domain.search.index.attributes import Entry, Index
from domain.search.index.bitsets import slots_in
from domain.search.index.differences import Differences, events_of
from domain.search.index.postings import AFTER_EVERY_TERM
from domain.search.query import Filters, Schedule

# A slot, its events before a change, and those after it.
type Events = tuple[int, Sequence[EventHit], Sequence[EventHit]]

# Translates the byte with a unit's own bit to a binary digit.
AS_DIGITS = bytes.maketrans(b"\x00\x80", b"01")


class Field(NamedTuple):
    """The bytes of a unit: one bit for each event, and the highest bit for the unit itself."""

    start: int
    width: int

    @property
    def own_byte(self) -> int:
        return self.start + self.width - 1

    @property
    def own_bit(self) -> int:
        return 1 << (8 * (self.start + self.width) - 1)

    @property
    def event_bits(self) -> int:
        return self.own_bit - (1 << (8 * self.start))


class EventIndex:
    """The events of all units; an event is identified by its bit in the field of its unit.

    `today` decides which events are past or closed.
    """

    def __init__(self, today: date) -> None:
        self.today = today
        self._availability: dict[str, int] | None = None
        self._units_by_availability: dict[str, int] | None = None
        self._index = Index[str]()
        self._fields: dict[int, Field] = {}
        # By slot; units without events have the first byte, in which no bit is ever set.
        self._own_bytes: list[int] = []
        self._free: list[Field] = []
        self._size = 1
        self._event_bits = self._own_bits = 0
        self._pick = itemgetter(0, 0)

    def replaced(self, differences: Differences) -> Self:
        """Return the events after listings were removed and added."""
        made = copy(self)
        staying, moving = list[Events](), list[Events]()
        for unit in differences.units:
            slot, after = unit.mask.bit_length() - 1, events_of(unit.after)
            stays = unit.after is not None and self._has_room(slot, after)
            (staying if stays else moving).append((slot, events_of(unit.before), after))
        if moving:
            made._move(moving)
        removed, added = list[Entry[str]](), list[Entry[str]]()
        for slot, old, new in staying:
            lost, got = self._changed_entries(slot, old, new)
            removed += lost
            added += got
        for slot, old, new in moving:
            removed += self._entries(slot, old)
            added += made._entries(slot, new)
        made._index = self._index.patched(removed, added)
        if made._own_bytes is not self._own_bytes or made._index is not self._index:
            made._availability = made._units_by_availability = None
        return made

    def _move(self, moving: Collection[Events]) -> None:
        """Give other fields to the units whose events have no room in theirs."""
        before = self._own_bytes
        self._fields, self._own_bytes = self._fields.copy(), before.copy()
        self._free = self._free.copy()
        for slot, _, _ in moving:
            self._release(slot)
        for slot, _, new in moving:
            self._take(slot, new)
        if self._own_bytes == before:
            self._own_bytes = before
        else:
            self._pick = itemgetter(0, 0, *self._own_bytes)

    def on(self, day: date) -> Self:
        """Return the same events, with their availability on another day."""
        made = copy(self)
        made.today = day
        made._availability = made._units_by_availability = None
        return made

    def asked(self, filters: Filters, schedule: Schedule) -> dict[str, int]:
        """Return the mask of the events that match, for each condition of the filters."""
        return asked(filters, schedule, self._index, self._by_availability())

    def units_by_availability(self) -> Mapping[str, int]:
        """Return the mask of the units that have an event of each availability."""
        # Computed on first use, because there can be more changes than searches.
        if self._units_by_availability is None:
            self._units_by_availability = {
                value: self.units_with(events) for value, events in self._by_availability().items()
            }
        return self._units_by_availability

    def _by_availability(self) -> Mapping[str, int]:
        if self._availability is None:
            self._availability = availability_on(self.today, self._index, self._with_events())
        return self._availability

    def _with_events(self) -> int:
        """Remove the bits that belong to no event: a field has more bits than events."""
        return self._index[OVER].between("", AFTER_EVERY_TERM)

    @property
    def everything(self) -> int:
        """All bits that events can have."""
        return self._event_bits

    def units_with(self, events: int) -> int:
        """Return the mask of the units that have one of the events."""
        carried = self._carried(events) & self._own_bits
        found = self._pick(carried.to_bytes(self._size, "little"))
        return int(b"0" + bytes(found[2:]).translate(AS_DIGITS)[::-1], 2)

    def own_bits(self, units: int) -> int:
        """Return the own bits of the units that have events."""
        found = bytearray(self._size)
        for slot in slots_in(units):
            found[self._own_bytes[slot]] = 0x80
        found[0] = 0
        return int.from_bytes(found, "little")

    def with_value(self, name: str, value: str) -> int:
        """Return the events for which a fact has this value."""
        if name == "availability":
            return self._by_availability().get(value, 0)
        return self._index[name].exactly(caseless(value))

    def count(self, events: int, own_bits: int) -> int:
        """Count the units with these own bits that have one of the events."""
        return (self._carried(events) & own_bits).bit_count()

    def _carried(self, events: int) -> int:
        # Adding all ones below a unit's own bit carries into it if any bit is set there.
        return events + self._event_bits

    def _has_room(self, slot: int, events: Sequence[EventHit]) -> bool:
        field = self._fields.get(slot)
        return field is not None and field.width >= _width(events)

    def _take(self, slot: int, events: Sequence[EventHit]) -> None:
        width = _width(events)
        self._own_bytes += [0] * (slot + 1 - len(self._own_bytes))
        if width:
            field = self._fields[slot] = self._field(width)
            self._own_bytes[slot] = field.own_byte
            self._own_bits |= field.own_bit
            self._event_bits |= field.event_bits

    def _field(self, width: int) -> Field:
        for place, field in enumerate(self._free):
            if field.width >= width:
                return self._free.pop(place)
        self._size += width
        return Field(self._size - width, width)

    def _release(self, slot: int) -> None:
        if field := self._fields.pop(slot, None):
            self._free.append(field)
            self._own_bytes[slot] = 0
            self._own_bits &= ~field.own_bit
            self._event_bits &= ~field.event_bits

    def _entries(self, slot: int, events: Iterable[EventHit]) -> Iterator[Entry[str]]:
        """Yield the facts of the events in a slot."""
        if field := self._fields.get(slot):
            for number, event in enumerate(events):
                bit = 1 << (8 * field.start + number)
                yield from ((name, value, bit) for name, value in facts(event))

    def _changed_entries(
        self, slot: int, before: Sequence[EventHit], after: Sequence[EventHit]
    ) -> tuple[list[Entry[str]], list[Entry[str]]]:
        """Return the facts that the events of a slot lose and get, each at its place."""
        start = 8 * self._fields[slot].start
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


def _width(events: Sequence[EventHit]) -> int:
    """Return the number of bytes for one bit per event and the unit's own bit."""
    return len(events) and len(events) // 8 + 1
