"""The events of all units as bits, so that several conditions must match the same event.

A unit has a field of bits: one for each event, and the highest for itself. One addition carries
into the own bits of all units that have a matching event. The naive equivalent is a loop over the
units with `any` over their events, for every choice that is counted.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from datetime import date
from operator import itemgetter
from typing import NamedTuple, Self

from domain.search.facets.availability import OVER, availability_on
from domain.search.facets.event_facts import asked, facts, have_same_facts
from domain.search.facets.normalise import caseless
from domain.search.hits import (
    EventHit,
)
from domain.search.index.attributes import Entry, Index
from domain.search.index.bitsets import slots_in
from domain.search.index.differences import events_of
from domain.search.index.postings import AFTER_EVERY_TERM
from domain.search.index.slots import Placed
from domain.search.query import Filters, Schedule

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

    def replaced(self, gone: Iterable[Placed], came: Iterable[Placed]) -> Self:
        """Return the events after listings were removed and added."""
        made = copy(self)
        made._fields, made._own_bytes = self._fields.copy(), self._own_bytes.copy()
        made._free = self._free.copy()
        left, joined = _events_by_slot(gone), _events_by_slot(came)
        staying = {slot for slot, events in joined.items() if self._has_room(slot, events)}
        for slot in left.keys() - staying:
            made._release(slot)
        for slot in joined.keys() - staying:
            made._take(slot, joined[slot])
        removed, added = list[Entry[str]](), list[Entry[str]]()
        for slot in left.keys() | joined.keys():
            before, after = left.get(slot, []), joined.get(slot, [])
            same = _same_facts(before, after) if slot in staying else 0
            removed += self._entries(slot, before, without=same)
            added += made._entries(slot, after, without=same)
        made._index = self._index.patched(removed, added)
        if made._own_bytes != self._own_bytes:
            made._pick = itemgetter(0, 0, *made._own_bytes)
        if made._own_bytes != self._own_bytes or made._index is not self._index:
            made._availability = made._units_by_availability = None
        return made

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

    def _entries(
        self, slot: int, events: Iterable[EventHit], *, without: int
    ) -> Iterator[Entry[str]]:
        """Yield the facts of the events in a slot, except those whose numbers are a bit."""
        if field := self._fields.get(slot):
            for number, event in enumerate(events):
                if not without >> number & 1:
                    bit = 1 << (8 * field.start + number)
                    for name, value in facts(event):
                        yield name, value, bit


def _events_by_slot(placed: Iterable[Placed]) -> dict[int, list[EventHit]]:
    return {
        unit.mask.bit_length() - 1: events_of(unit.listing)
        for each in placed
        for unit in each.units
    }


def _same_facts(before: Iterable[EventHit], after: Iterable[EventHit]) -> int:
    """Return a bit for each place that has an event of the same facts before and after."""
    return sum(
        1 << number
        for number, (old, new) in enumerate(zip(before, after, strict=False))
        if old is new or have_same_facts(old, new)
    )


def _width(events: Sequence[EventHit]) -> int:
    """Return the number of bytes for one bit per event and the unit's own bit."""
    return len(events) and len(events) // 8 + 1
