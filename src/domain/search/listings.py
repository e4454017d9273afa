"""What a catalogue is built from: every product for sale as it is shown, and how it is grouped."""

from dataclasses import dataclass

from domain.search.hits import Hit


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One product for sale: its hit, and the filter groups that its product stands in."""

    hit: Hit
    group_ids: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterGroup:
    """A node of the tree of filter groups; a group holds its descendants' products too."""

    id: int
    name: str
    parent_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueContents:
    """Everything at one version of the catalogue.

    `facet_groups` has, by filter key (`categories`, `product_types`), the ids of the groups
    that are counted for it, in the order in which they are shown.
    """

    version: str
    listings: tuple[Listing, ...]
    groups: tuple[FilterGroup, ...]
    facet_groups: dict[str, tuple[int, ...]]
