"""The suggestions of a search page: the names of all products for sale and of their filters."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from domain.search.listings.documents import AnyListing, BundleListing, FilterTree, Listing
from domain.search.results import (
    FilterCounts,
    Hit,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectSuggestion:
    """A subject with products for sale."""

    id: int
    code: str
    description: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSuggestion:
    """A filter group: its name is a value of `categories`."""

    id: int
    name: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VariationSuggestion:
    """A variation of a product; `id` is that of the product-variation pair."""

    id: int
    name: str
    variation_type: str
    description: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductSuggestion:
    """A catalogue product for sale."""

    id: int
    code: str
    name: str
    short_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestions:
    """The subjects, products and variations that are for sale, and the filter groups."""

    subjects: tuple[SubjectSuggestion, ...]
    product_groups: tuple[GroupSuggestion, ...]
    variations: tuple[VariationSuggestion, ...]
    products: tuple[ProductSuggestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSuggestions:
    """The filters that would narrow the results."""

    subjects: tuple[SubjectSuggestion, ...]
    categories: tuple[GroupSuggestion, ...]
    products: tuple[ProductSuggestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultInfo:
    """The request without a text, so `query` is empty."""

    query: str
    type: Literal["default"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultData:
    """The initial content of a search page.

    `total_count` is the number of all products and bundles for sale.
    """

    popular_products: tuple[Hit, ...]
    suggested_filters: Suggestions
    total_count: int
    search_info: DefaultInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchInfo:
    """The request, and the number of matching products."""

    query: str
    matches_found: int
    min_score: int
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FuzzyMatches:
    """The best matches, the number of all matches, and the filters that would narrow them."""

    products: tuple[Hit, ...]
    total_count: int
    suggested_filters: FoundSuggestions
    search_info: SearchInfo


def suggestions(listings: Iterable[AnyListing], tree: FilterTree) -> Suggestions:
    """Return the suggestions for these listings, including the components of bundles."""
    subjects: dict[int, SubjectSuggestion] = {}
    products: dict[int, ProductSuggestion] = {}
    variations: dict[int, VariationSuggestion] = {}
    for listing in _parts(listings):
        hit = listing.hit
        subjects[hit.subject_id] = SubjectSuggestion(
            id=hit.subject_id, code=hit.subject_code, description=hit.subject_description
        )
        products[hit.product_id] = ProductSuggestion(
            id=hit.product_id,
            code=hit.product_code,
            name=hit.product_name,
            short_name=hit.product_short_name,
        )
        for each in hit.variations:
            variations[each.variation_id] = VariationSuggestion(
                id=each.variation_id,
                name=each.name,
                variation_type=each.variation_type,
                description=each.description,
            )
    return Suggestions(
        subjects=tuple(sorted(subjects.values(), key=lambda subject: subject.code)),
        product_groups=tuple(
            GroupSuggestion(id=group.id, name=group.name, description=group.description)
            for group in tree.groups
        ),
        variations=tuple(sorted(variations.values(), key=lambda each: (each.name, each.id))),
        products=tuple(sorted(products.values(), key=lambda each: (each.short_name, each.id))),
    )


def narrowing(offered: Suggestions, counts: FilterCounts) -> FoundSuggestions:
    """Return the suggestions with a count above 0."""
    shown = {name for name, value in counts.categories.items() if value.count}
    return FoundSuggestions(
        subjects=tuple(each for each in offered.subjects if each.code in counts.subjects),
        categories=tuple(each for each in offered.product_groups if each.name in shown),
        products=tuple(each for each in offered.products if str(each.id) in counts.products),
    )


def _parts(listings: Iterable[AnyListing]) -> Iterator[Listing]:
    for listing in listings:
        if isinstance(listing, BundleListing):
            yield from listing.components
        else:
            yield listing
