"""What differs between the units before a change and after it.

Most changes are of one session or one event, whose listing may have dozens. What stays is the
same object before and after, so finding what changed costs no comparison of what is in it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from domain.search.hits.products import (
    EventHit,
    TutorialHit,
    TutorialVariationHit,
)
from domain.search.index.places import Place, places_of
from domain.search.index.slots import Placed
from domain.search.listings.documents import AnyListing, BundleListing, Listing
from domain.tutorials.sessions import TutorialSession

_of_hit = attrgetter(*(each.name for each in fields(TutorialHit) if each.name != "variations"))
_of_variation = attrgetter(
    *(each.name for each in fields(TutorialVariationHit) if each.name != "events")
)


class EventDifference(NamedTuple):
    """The events of a unit that only the listing before has, only the one after, and both.

    `sessions_gone` and `sessions_came` are those of `gone` and `came` that the others lack.
    """

    gone: list[EventHit]
    came: list[EventHit]
    stayed: list[EventHit]
    sessions_gone: list[TutorialSession]
    sessions_came: list[TutorialSession]


@dataclass(frozen=True)
class Difference:
    """A unit before a change and after it; None where there is none."""

    mask: int
    before: Listing | None
    after: Listing | None
    was_in_bundle: bool = False
    is_in_bundle: bool = False

    @cached_property
    def is_in_events_alone(self) -> bool:
        """Whether the listings are equal apart from their events."""
        return self.was_in_bundle == self.is_in_bundle and differ_in_events_alone(
            self.before, self.after
        )

    @cached_property
    def events(self) -> EventDifference:
        return event_difference(self.before, self.after)

    @cached_property
    def _places(self) -> tuple[set[Place], set[Place]]:
        return set(places_of(self.events.gone)), set(places_of(self.events.came))

    def entries[K](
        self,
        own: Callable[[Listing, bool], Iterable[K]],
        of_places: Callable[[Iterable[Place]], Iterable[K]],
    ) -> tuple[set[K], set[K]]:
        """Return what the unit is found by no more, and what it is found by now.

        `own` returns that of a listing (and whether it is in a bundle), `of_places` that of the
        places of events: the two never return the same.
        """
        removed, added = set[K](), set[K]()
        if not self.is_in_events_alone:
            removed |= set(own(self.before, self.was_in_bundle)) if self.before else set()
            added |= set(own(self.after, self.is_in_bundle)) if self.after else set()
        gone, came = self._places
        if gone != came:
            added |= set(of_places(came))
            removed |= set(of_places(gone))
        removed -= added
        if removed and self.events.stayed:
            removed -= set(of_places(set(places_of(self.events.stayed))))
        return removed, added


class Differences:
    """All that differs between two arrangements: the units, and the listings as a whole."""

    def __init__(self, gone: Iterable[Placed], came: Iterable[Placed]) -> None:
        before, after = list(gone), list(came)
        self.units = list(_differences(before, after))
        self.listings = list(_by_mask(before, after))
        self._singles = {
            unit.mask: unit for unit in self.units if not (unit.was_in_bundle or unit.is_in_bundle)
        }

    def single(self, mask: int, before: AnyListing | None, after: AnyListing | None) -> Difference:
        """Return how the products differ of which these listings are; bundles are none."""
        known = self._singles.get(mask)
        if known and known.before is before and known.after is after:
            return known
        return Difference(mask, _single(before), _single(after))


def _differences(gone: Iterable[Placed], came: Iterable[Placed]) -> Iterator[Difference]:
    """Yield the units that have gone or come, slot by slot."""
    before = {mask: (unit, is_in) for mask, unit, is_in in _units(gone)}
    nothing: tuple[Listing | None, bool] = (None, False)
    for mask, unit, is_in in _units(came):
        old, was_in = before.pop(mask, nothing)
        yield Difference(mask, old, unit, was_in, is_in)
    for mask, (unit, was_in) in before.items():
        yield Difference(mask, unit, None, was_in, is_in_bundle=False)


def _by_mask(
    gone: Iterable[Placed], came: Iterable[Placed]
) -> Iterator[tuple[int, AnyListing | None, AnyListing | None]]:
    before = {each.mask: each.listing for each in gone}
    for each in came:
        yield each.mask, before.pop(each.mask, None), each.listing
    for mask, listing in before.items():
        yield mask, listing, None


def _single(listing: AnyListing | None) -> Listing | None:
    return None if isinstance(listing, BundleListing) else listing


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
    """Return which events have gone, have come, and are the same objects."""
    old, new = events_of(before), events_of(after)
    if not old or not new:
        return EventDifference(old, new, [], _sessions_of(old), _sessions_of(new))
    old_ids, new_ids = set(map(id, old)), set(map(id, new))
    gone = [event for event in old if id(event) not in new_ids]
    came = [event for event in new if id(event) not in old_ids]
    left, joined = _sessions_of(gone), _sessions_of(came)
    left_ids, joined_ids = set(map(id, left)), set(map(id, joined))
    return EventDifference(
        gone=gone,
        came=came,
        stayed=[event for event in new if id(event) in old_ids] if len(came) < len(new) else [],
        sessions_gone=[session for session in left if id(session) not in joined_ids],
        sessions_came=[session for session in joined if id(session) not in left_ids],
    )


def events_of(listing: Listing | None) -> list[EventHit]:
    """Return the events of a listing, in the order of its variations."""
    if listing is None or not isinstance(listing.hit, TutorialHit):
        return []
    return [event for variation in listing.hit.variations for event in variation.events]


def _sessions_of(events: Iterable[EventHit]) -> list[TutorialSession]:
    return [session for event in events for session in event.sessions]


def _units(placed: Iterable[Placed]) -> Iterator[tuple[int, Listing, bool]]:
    for each in placed:
        in_bundle = isinstance(each.listing, BundleListing)
        for unit in each.units:
            yield unit.mask, unit.listing, in_bundle
