"""Which listings the value of a filter shows."""

from collections.abc import Iterator, Sequence

from domain.search.groups import by_group_name
from domain.search.listings import FilterGroup, Listing
from domain.search.masks import Postings, union
from domain.search.query import FILTERS, Filters
from domain.search.values import caseless


class FilterIndex:
    """The listings by every value of every filter, each listing known by its position."""

    def __init__(self, listings: Sequence[Listing], groups: Sequence[FilterGroup]) -> None:
        self._by_value = {name: Postings() for name in FILTERS}
        self._by_variation_name = Postings()
        for position, listing in enumerate(listings):
            self._add(listing, 1 << position)
        for name, mask in by_group_name(listings, groups).items():
            self._by_value["categories"].add(name, mask)
            self._by_value["product_types"].add(name, mask)

    def shown_by(self, filter_name: str, value: str | int) -> int:
        """Return the listings that a filter shows for one value, as a mask."""
        wanted = caseless(str(value))
        shown = self._by_value[filter_name][wanted]
        if filter_name == "modes_of_delivery":
            shown |= self._with_variation_named(wanted)
        return shown

    def chosen(self, filters: Filters) -> dict[str, int]:
        """Return, for each filter that asks something, the listings that it shows."""
        return {
            name: union(self.shown_by(name, value) for value in values)
            for name in FILTERS
            if (values := getattr(filters, name))
        }

    def _add(self, listing: Listing, mask: int) -> None:
        for filter_name, value in _values_of(listing):
            self._by_value[filter_name].add(caseless(value), mask)
        for variation in listing.hit.variations:
            self._by_variation_name.add(caseless(variation.name), mask)

    def _with_variation_named(self, part: str) -> int:
        # Nothing is a part of every name, but names none.
        named = self._by_variation_name.items() if part else ()
        return union(mask for name, mask in named if part in name)


def _values_of(listing: Listing) -> Iterator[tuple[str, str]]:
    hit = listing.hit
    yield "subjects", hit.subject_code
    yield "subjects", str(hit.subject_id)
    yield "product_types", hit.type
    yield "products", str(hit.product_id)
    for variation in hit.variations:
        yield "essp_ids", str(variation.store_product_id)
        yield "modes_of_delivery", variation.variation_type
