"""The availability of the events of a hit on a day."""

from collections.abc import Sequence
from dataclasses import replace
from operator import is_

from domain.search.events.directory import EventDirectory
from domain.search.events.planned import hit_on
from domain.search.hits.products import EventHit, TutorialHit, TutorialVariationHit
from domain.search.listings.documents import AnyListing, BundleListing


def listing_on(listing: AnyListing, events: EventDirectory) -> AnyListing:
    """Return a listing with the events of a directory; the same object if nothing differs.

    The events are the objects of the directory, so that later changes are recognised by identity. A
    bundle shows no events.
    """
    if isinstance(listing, BundleListing) or not isinstance(listing.hit, TutorialHit):
        return listing
    variations = tuple(_variation_on(variation, events) for variation in listing.hit.variations)
    if all(map(is_, variations, listing.hit.variations)):
        return listing
    return replace(listing, hit=replace(listing.hit, variations=variations))


def _variation_on(
    variation: TutorialVariationHit, directory: EventDirectory
) -> TutorialVariationHit:
    before: Sequence[EventHit] = variation.events
    held = directory.of_product(variation.store_product_id)
    if len(held) == len(before) and all(map(is_, held, before)):
        return variation
    events = tuple(_event_on(event, directory) for event in before)
    return variation if all(map(is_, events, before)) else replace(variation, events=events)


def _event_on(event: EventHit, directory: EventDirectory) -> EventHit:
    held = directory.hit(event.id)
    if held is event:
        return event
    after = hit_on(event, None, directory.today)
    return held if held is not None and held == after else after
