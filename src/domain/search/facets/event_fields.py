"""The bits of events: each unit has a field with a bit for each of its events.

The highest bit of a field belongs to the unit itself. One addition carries into the bits of all
units that have a matching event. The naive equivalent is a loop over the units with `any` over
their events, for every choice that is counted.
"""

from collections.abc import Iterable
from copy import copy
from operator import itemgetter
from typing import NamedTuple, Self

from domain.search.index.bitsets import slots_in

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


class EventFields:
    """The fields of all units, by slot; immutable."""

    def __init__(self) -> None:
        self._fields: dict[int, Field] = {}
        # By slot; units without events have the first byte, in which no bit is ever set.
        self._own_bytes: list[int] = []
        self._free: list[Field] = []
        self._size = 1
        self._event_bits = self._own_bits = 0
        self._pick = itemgetter(0, 0)

    @property
    def everything(self) -> int:
        """The mask of all bits that events can have."""
        return self._event_bits

    def first_bit(self, slot: int) -> int:
        """Return the number of the bit of the first event in a slot; the others follow it."""
        return 8 * self._fields[slot].start

    def has_room(self, slot: int, count: int) -> bool:
        """Whether the field of a slot has bits for this number of events."""
        field = self._fields.get(slot)
        return field is not None and field.width >= _width(count)

    def allocated(self, counts: Iterable[tuple[int, int]]) -> Self:
        """Return the fields after an allocation for pairs of a slot and its number of events."""
        made = copy(self)
        made._fields, made._own_bytes = self._fields.copy(), self._own_bytes.copy()
        made._free = self._free.copy()
        counts = list(counts)
        for slot, _ in counts:
            made._release(slot)
        for slot, count in counts:
            made._take(slot, count)
        if made._own_bytes == self._own_bytes:
            made._own_bytes = self._own_bytes
        else:
            made._pick = itemgetter(0, 0, *made._own_bytes)
        return made

    def has_same_units(self, other: Self) -> bool:
        """Whether the own bits of all units are the same."""
        return self._own_bytes is other._own_bytes

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

    def count(self, events: int, own_bits: int) -> int:
        """Count the units with these own bits that have one of the events."""
        return (self._carried(events) & own_bits).bit_count()

    def _carried(self, events: int) -> int:
        # Adding all ones below a unit's own bit carries into it if any bit is set there.
        return events + self._event_bits

    def _take(self, slot: int, count: int) -> None:
        width = _width(count)
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


def _width(count: int) -> int:
    """Return the number of bytes for one bit per event and the unit's own bit; 0 without events."""
    return count and count // 8 + 1
