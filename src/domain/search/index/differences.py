"""The differences between the units before and after a change.

Most changes affect one event of a listing that may have dozens. An unchanged event is the same
object before and after, so changed events are found without comparing their contents.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from operator import attrgetter
from typing import NamedTuple

from domain.search.documents import BundleListing, Listing
from domain.search.hits import (
    EventHit,
    TutorialHit,
    TutorialVariationHit,
)
from domain.search.index.slots import Placed

_of_hit = attrgetter(*(each.name for each in fields(TutorialHit) if each.name != "variations"))
_of_variation = attrgetter(
    *(each.name for each in fields(TutorialVariationHit) if each.name != "events")
)


class Difference(NamedTuple):
    """A unit before and after a change; None if it does not exist."""

    mask: int
    before: Listing | None
    after: Listing | None
    was_in_bundle: bool
    is_in_bundle: bool

    def entries[K](
        self,
        own: Callable[[Listing, bool], Iterable[K]],
        of_events: Callable[[Iterable[EventHit]], Iterable[K]],
    ) -> tuple[set[K], set[K]]:
        """Return the removed and the added terms of the unit.

        `own` returns the terms of a listing (given whether it is in a bundle), `of_events` those of
        events. The two never return the same term.
        """
        removed, added = set[K](), set[K]()
        if self.was_in_bundle != self.is_in_bundle or not differ_in_events_alone(
            self.before, self.after
        ):
            removed |= set(own(self.before, self.was_in_bundle)) if self.before else set()
            added |= set(own(self.after, self.is_in_bundle)) if self.after else set()
        events = event_difference(self.before, self.after)
        added |= set(of_events(events.came))
        removed |= set(of_events(events.gone))
        removed -= added
        if removed and events.stayed:
            removed -= set(of_events(events.stayed))
        return removed, added


class EventDifference(NamedTuple):
    """The events of a unit: only before the change, only after it, and unchanged."""

    gone: list[EventHit]
    came: list[EventHit]
    stayed: list[EventHit]


def differences(gone: Iterable[Placed], came: Iterable[Placed]) -> Iterator[Difference]:
    """Yield the removed and added units, slot by slot."""
    before = {mask: (unit, is_in) for mask, unit, is_in in _units(gone)}
    nothing: tuple[Listing | None, bool] = (None, False)
    for mask, unit, is_in in _units(came):
        old, was_in = before.pop(mask, nothing)
        yield Difference(mask, old, unit, was_in, is_in)
    for mask, (unit, was_in) in before.items():
        yield Difference(mask, unit, None, was_in, is_in_bundle=False)


def differ_in_events_alone(before: Listing | None, after: Listing | None) -> bool:
    """Whether two listings are equal apart from their events."""
    if before is None or after is None or before.group_ids != after.group_ids:
        return False
    if not (isinstance(before.hit, TutorialHit) and isinstance(after.hit, TutorialHit)):
        return before.hit is after.hit
    old, new = before.hit.variations, after.hit.variations
    return _of_hit(before.hit) == _of_hit(after.hit) and [*map(_of_variation, old)] == [
        *map(_of_variation, new)
    ]


def event_difference(before: Listing | None, after: Listing | None) -> EventDifference:
    """Return the removed events, the added events, and the unchanged ones."""
    old, new = events_of(before), events_of(after)
    if not old or not new:
        return EventDifference(old, new, [])
    old_ids, new_ids = set(map(id, old)), set(map(id, new))
    return EventDifference(
        gone=[event for event in old if id(event) not in new_ids],
        came=[event for event in new if id(event) not in old_ids],
        stayed=[event for event in new if id(event) in old_ids],
    )


def events_of(listing: Listing | None) -> list[EventHit]:
    """Return the events of a listing, in the order of its variations."""
    if listing is None or not isinstance(listing.hit, TutorialHit):
        return []
    return [event for variation in listing.hit.variations for event in variation.events]


def _units(placed: Iterable[Placed]) -> Iterator[tuple[int, Listing, bool]]:
    for each in placed:
        in_bundle = isinstance(each.listing, BundleListing)
        for unit in each.units:
            yield unit.mask, unit.listing, in_bundle
