"""The data from which the index is built: everything for sale, and the filter groups."""

from dataclasses import dataclass, field, replace
from operator import is_
from typing import Self

from domain.search.events.directory import EventDirectory
from domain.search.hits.bundles import BundleHit
from domain.search.hits.products import (
    TutorialHit,
    TutorialVariationHit,
)
from domain.search.results import SingleHit

# ("product", id of the catalogue product, id of the sitting) or ("bundle", id of the bundle, 0).
# A sitting is a subject in an exam session.
type ListingKey = tuple[str, int, int]


def product_key(product_id: int, sitting_id: int) -> ListingKey:
    return "product", product_id, sitting_id


def bundle_key(bundle_id: int) -> ListingKey:
    return "bundle", bundle_id, 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One product for sale: its hit, and the ids of its filter groups."""

    key: ListingKey
    hit: SingleHit
    group_ids: frozenset[int]

    def with_events(self, events: EventDirectory) -> Self:
        """Return the listing with the events that its store products have in a directory.

        If no event differs, it is the same object.
        """
        if not isinstance(self.hit, TutorialHit):
            return self
        variations = tuple(_with_events(each, events) for each in self.hit.variations)
        if all(map(is_, variations, self.hit.variations)):
            return self
        return replace(self, hit=replace(self.hit, variations=variations))


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleListing:
    """One bundle for sale.

    Each component is a listing with its single variation; the filters are applied to it.
    """

    key: ListingKey
    hit: BundleHit
    components: tuple[Listing, ...]

    def with_events(self, events: EventDirectory) -> Self:
        """Return the bundle with the events of its components; see `Listing.with_events`."""
        components = tuple(each.with_events(events) for each in self.components)
        if all(map(is_, components, self.components)):
            return self
        return replace(self, components=components)


def _with_events(variation: TutorialVariationHit, events: EventDirectory) -> TutorialVariationHit:
    held, shown = events.of_product(variation.store_product_id), variation.events
    if len(held) == len(shown) and all(map(is_, held, shown)):
        return variation
    return replace(variation, events=held)


type AnyListing = Listing | BundleListing


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterGroup:
    """A node of the tree of filter groups; a group contains its descendants' products too."""

    id: int
    name: str
    description: str
    parent_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterTree:
    """The filter groups, and the groups that are counted.

    `facet_groups` maps filter keys (`categories`, `product_types`) to the ids of the groups that
    are counted, in display order.
    """

    groups: tuple[FilterGroup, ...]
    facet_groups: dict[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueContents:
    """The complete contents of the catalogue at one version.

    `version` is equal for equal contents. `position` is opaque: only the feed uses it.
    """

    version: str
    position: object = None
    listings: tuple[AnyListing, ...]
    tree: FilterTree
    events: EventDirectory = field(default_factory=EventDirectory)


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueChanges:
    """The changes from one version of the catalogue to another.

    `keys` are those of all listings that may have changed; a key without a listing in `listings`
    is no longer for sale. `tree` and `events` are None if they have not changed.
    """

    version: str
    position: object = None
    keys: frozenset[ListingKey]
    listings: tuple[AnyListing, ...]
    tree: FilterTree | None
    events: EventDirectory | None = None
