"""The results of a search: one page of hits, and the counts of every filter's values."""

from dataclasses import dataclass

from domain.paging import Pagination
from domain.search.hits.bundles import BundleHit
from domain.search.hits.products import Match, ProductHit, TutorialHit

type SingleHit = TutorialHit | ProductHit
type Hit = TutorialHit | ProductHit | BundleHit


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """A value of a filter: its name, and the number of products that it would show."""

    count: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectFacetValue(FacetValue):
    """A subject; identified by its code, because two subjects can have the same description."""

    description: str | None


# By the value in a request; the alias is also its name in the OpenAPI document.
type Facet = dict[str, FacetValue]
type SubjectFacet = dict[str, SubjectFacetValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterCounts:
    """The number of products that each value of each filter would show.

    The counts of a filter ignore its own selected values; all other filters apply. The keys are
    codes of subjects and exam sessions, names of filter groups, places and instructors, ids of
    catalogue products as text, types of variations, and the availability of events
    (`domain.tutorials.availability`).
    """

    subjects: SubjectFacet
    categories: Facet
    product_types: Facet
    products: Facet
    modes_of_delivery: Facet
    exam_sessions: Facet
    venues: Facet
    locations: Facet
    instructors: Facet
    availability: Facet


@dataclass(frozen=True, slots=True)
class MatchedHit:
    """A hit of the index, and the best match of each word of the query."""

    hit: Hit
    matched_on: tuple[Match, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResults:
    """One page of hits, and the counts of every filter's values."""

    hits: tuple[MatchedHit, ...]
    filter_counts: FilterCounts
    pagination: Pagination


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """A response of the search: one page of hits with their matches, and the counts."""

    products: tuple[Hit, ...]
    filter_counts: FilterCounts
    pagination: Pagination
