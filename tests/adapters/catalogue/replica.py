"""A replica of the listings, updated only with the changes of the feed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from adapters.catalogue.feed.catalogue_feed import DjangoCatalogueFeed as Feed
from domain.paging import PageRequest
from domain.search.events.directory import EventDirectory
from domain.search.listings.documents import (
    AnyListing,
    BundleListing,
    CatalogueChanges,
    CatalogueContents,
    ListingKey,
)
from domain.tutorials.event_filter import EventFilter


class ListingReplica:
    """The listings of a reader, which can be compared with a full load."""

    def __init__(self) -> None:
        contents = Feed().load()
        self.version, self.position = contents.version, contents.position
        self.tree, self.events = contents.tree, contents.events
        self.listings = {listing.key: listing for listing in contents.listings}

    def keys_of(self, store_product_ids: Iterable[int]) -> set[ListingKey]:
        wanted = set(store_product_ids)
        return {
            key for key, listing in self.listings.items() if not wanted.isdisjoint(shown(listing))
        }

    def listing(self, key: ListingKey) -> AnyListing:
        return self.listings[key]

    def follow(self) -> CatalogueChanges:
        """Apply the changes, and return them."""
        changes = Feed().changes(self)
        assert changes is not None
        assert changes.keys >= {listing.key for listing in changes.listings}
        for key in changes.keys:
            self.listings.pop(key, None)
        self.listings.update({listing.key: listing for listing in changes.listings})
        self.version, self.position = changes.version, changes.position
        self.tree = changes.tree or self.tree
        self.events = changes.events or self.events
        return changes

    def facts(self) -> Mapping[str, Any]:
        return facts(self.version, self.listings.values(), self.tree, self.events)


def read_whole() -> Mapping[str, Any]:
    contents: CatalogueContents = Feed().load()
    return facts(contents.version, contents.listings, contents.tree, contents.events)


def facts(
    version: str, listings: Iterable[AnyListing], tree: object, events: EventDirectory
) -> Mapping[str, Any]:
    """Return comparable values, because hits are compared by identity."""
    shown = {listing.key: asdict(listing) for listing in listings}
    page = events.page(EventFilter(), PageRequest(page_size=1000))
    by_code = [events.get(event.code) for event in page.items]
    return {
        "version": version,
        "listings": shown,
        "tree": tree,
        "events": page,
        "events by code": by_code,
    }


def shown(listing: AnyListing) -> Iterator[int]:
    """Return the store products that a listing sells, recommends or bundles."""
    if isinstance(listing, BundleListing):
        yield from (component.store_product_id for component in listing.hit.components)
        return
    for variation in listing.hit.variations:
        yield variation.store_product_id
        if variation.recommended_product:
            yield variation.recommended_product.store_product_id
