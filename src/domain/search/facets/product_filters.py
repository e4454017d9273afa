"""The units (`domain.search.index.slots`) that match each value of each filter."""

from collections.abc import Iterable, Iterator
from copy import copy
from typing import Self

from domain.search.facets.group_tree import GroupNames
from domain.search.facets.normalise import caseless
from domain.search.facets.product_facts import facts_of_places, facts_of_product
from domain.search.index.attributes import Entry, Index
from domain.search.index.bitsets import union
from domain.search.index.differences import Differences
from domain.search.index.places import Place
from domain.search.listings.documents import Listing
from domain.search.query import FILTERS, OF_EVENTS, Filters

# A category of the components of bundles, which no product has.
BUNDLE = "Bundle"
VARIATION_NAMES = "variation names"
OF_PRODUCTS = tuple(name for name in FILTERS if name not in OF_EVENTS)


class FilterIndex:
    """The units by filter and value."""

    def __init__(self, groups: GroupNames) -> None:
        self._groups = groups
        self.index = Index[str]()

    def replaced(self, differences: Differences) -> Self:
        """Return the filters after listings were removed and added."""
        made = copy(self)
        removed, added = list[Entry[str]](), list[Entry[str]]()
        for unit in differences.units:
            lost, got = unit.entries(self._own, _of_places)
            removed += ((name, value, unit.mask) for name, value in lost)
            added += ((name, value, unit.mask) for name, value in got)
        made.index = self.index.patched(removed, added)
        return made

    def shown_by(self, filter_name: str, value: str | int) -> int:
        """Return the mask of the units that match a value of a filter."""
        wanted = caseless(str(value))
        shown = self.index[filter_name].exactly(wanted)
        # An empty text is part of every name, but must not match.
        if filter_name == "modes_of_delivery" and wanted:
            named = self.index[VARIATION_NAMES].items()
            shown |= union(mask for name, mask in named if wanted in name)
        return shown

    def chosen(self, filters: Filters) -> dict[str, int]:
        """Return the mask of the matching units, for each product filter that has values."""
        return {
            name: union(self.shown_by(name, value) for value in values)
            for name in OF_PRODUCTS
            if (values := getattr(filters, name))
        }

    def _own(self, listing: Listing, in_bundle: bool) -> Iterator[tuple[str, str]]:  # noqa: FBT001
        for name, value in self._values_of(listing, in_bundle=in_bundle):
            yield name, caseless(value)

    def _values_of(self, listing: Listing, *, in_bundle: bool) -> Iterator[tuple[str, str]]:
        for fact in facts_of_product(listing.hit):
            yield fact.filter, fact.value
        for variation in listing.hit.variations:
            yield VARIATION_NAMES, variation.name
        if in_bundle:
            yield "categories", BUNDLE
        for name in self._groups.of(listing.group_ids) | self._groups.ids_of(listing.group_ids):
            yield "categories", name
            yield "product_types", name


def _of_places(places: Iterable[Place]) -> Iterator[tuple[str, str]]:
    for fact in facts_of_places(places):
        yield fact.filter, caseless(fact.value)
