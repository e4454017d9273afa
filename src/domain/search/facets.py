"""How many products each value of each filter would show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.search.filters import FilterIndex
from domain.search.hits import FacetValue, FilterCounts
from domain.search.listings import CatalogueContents, Listing
from domain.search.masks import intersection

# A filter's groups are shown even where they are empty: the back office chose them.
OF_GROUPS = ("categories", "product_types")


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter: its key and name, and the mask of the listings that it shows."""

    key: str
    name: str
    shown: int


class FacetIndex:
    """The choices of every facet, in the order in which they are shown."""

    def __init__(
        self, contents: CatalogueContents, listings: Sequence[Listing], filters: FilterIndex
    ) -> None:
        names = {
            "subjects": _subjects(listings),
            "products": _products(listings),
            "modes_of_delivery": _modes_of_delivery(listings),
            **{name: _groups(contents, name) for name in OF_GROUPS},
        }
        self._choices = {
            facet: [Choice(key, name, filters.shown_by(facet, key)) for key, name in named.items()]
            for facet, named in names.items()
        }

    def counts(self, matching: int, chosen: Mapping[str, int]) -> FilterCounts:
        """Count what each choice leaves of the listings that match the text.

        `chosen` holds the masks of the filters in use; a facet's own filter is left out.
        """
        counts = {}
        for facet in self._choices:
            others = (mask for name, mask in chosen.items() if name != facet)
            counts[facet] = self._counted(facet, intersection(matching, others))
        return FilterCounts(**counts)

    def _counted(self, facet: str, listings: int) -> dict[str, FacetValue]:
        counted = (
            (choice, (choice.shown & listings).bit_count()) for choice in self._choices[facet]
        )
        return {
            choice.key: FacetValue(count=count, name=choice.name)
            for choice, count in counted
            if count or facet in OF_GROUPS
        }


def _subjects(listings: Sequence[Listing]) -> dict[str, str]:
    hits = sorted((listing.hit for listing in listings), key=lambda hit: hit.subject_code)
    return {hit.subject_code: hit.subject_description or hit.subject_code for hit in hits}


def _products(listings: Sequence[Listing]) -> dict[str, str]:
    hits = sorted((listing.hit for listing in listings), key=lambda hit: hit.product_id)
    return {str(hit.product_id): hit.product_name for hit in hits}


def _modes_of_delivery(listings: Sequence[Listing]) -> dict[str, str]:
    variations = (variation for listing in listings for variation in listing.hit.variations)
    return {mode: mode for mode in sorted({variation.variation_type for variation in variations})}


def _groups(contents: CatalogueContents, facet: str) -> dict[str, str]:
    names = {group.id: group.name for group in contents.groups}
    shown = contents.facet_groups.get(facet, ())
    return {names[group_id]: names[group_id] for group_id in shown if group_id in names}
