"""Listings that were read, kept up to date with the feed's changes alone."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from adapters.catalogue.feed.catalogue_feed import DjangoCatalogueFeed as Feed
from domain.search.documents import (
    AnyListing,
    BundleListing,
    CatalogueChanges,
    CatalogueContents,
    ListingKey,
)


class ListingReplica:
    """What a reader holds, as the feed asks it, and as it can be compared with a whole reading."""

    def __init__(self) -> None:
        contents = Feed().load()
        self.version, self.position = contents.version, contents.position
        self.tree = contents.tree
        self.listings = {listing.key: listing for listing in contents.listings}

    def keys_of(self, store_product_ids: Iterable[int]) -> set[ListingKey]:
        wanted = set(store_product_ids)
        return {
            key for key, listing in self.listings.items() if not wanted.isdisjoint(shown(listing))
        }

    def follow(self) -> CatalogueChanges:
        """Take the changes in; return what they were."""
        changes = Feed().changes(self)
        assert changes is not None
        assert changes.keys >= {listing.key for listing in changes.listings}
        for key in changes.keys:
            self.listings.pop(key, None)
        self.listings.update({listing.key: listing for listing in changes.listings})
        self.version, self.position = changes.version, changes.position
        self.tree = changes.tree or self.tree
        return changes

    def facts(self) -> Mapping[str, Any]:
        return facts(self.version, self.listings.values(), self.tree)


def read_whole() -> Mapping[str, Any]:
    contents: CatalogueContents = Feed().load()
    return facts(contents.version, contents.listings, contents.tree)


def facts(version: str, listings: Iterable[AnyListing], tree: object) -> Mapping[str, Any]:
    """Return what can be compared: hits are equal only to themselves."""
    shown = {listing.key: asdict(listing) for listing in listings}
    return {"version": version, "listings": shown, "tree": tree}


def shown(listing: AnyListing) -> Iterator[int]:
    """Return the store products that a listing has, recommends or bundles."""
    if isinstance(listing, BundleListing):
        yield from (component.store_product_id for component in listing.hit.components)
        return
    for variation in listing.hit.variations:
        yield variation.store_product_id
        if variation.recommended_product:
            yield variation.recommended_product.store_product_id
