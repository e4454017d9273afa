"""The availability of the events in a hit, which depends on the day."""

from dataclasses import replace
from datetime import date

from domain.search.documents import AnyListing, BundleListing
from domain.search.events.planned import hit_on
from domain.search.hits import EventHit, TutorialHit, TutorialVariationHit


def listing_on(listing: AnyListing, day: date) -> AnyListing:
    """Return a listing with the availability on a day; the same object if nothing differs.

    A bundle shows no events.
    """
    if isinstance(listing, BundleListing) or not isinstance(listing.hit, TutorialHit):
        return listing
    variations = tuple(_variation_on(variation, day) for variation in listing.hit.variations)
    if all(map(_is_same, variations, listing.hit.variations)):
        return listing
    return replace(listing, hit=replace(listing.hit, variations=variations))


def _variation_on(variation: TutorialVariationHit, day: date) -> TutorialVariationHit:
    events = tuple(_event_on(event, day) for event in variation.events)
    if all(map(_is_same, events, variation.events)):
        return variation
    return replace(variation, events=events)


def _event_on(event: EventHit, day: date) -> EventHit:
    return hit_on(event, None, day)


def _is_same(one: object, other: object) -> bool:
    return one is other
