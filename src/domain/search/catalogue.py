"""The catalogue: everything for sale at one moment, ready to be searched."""

from collections.abc import Iterator, Sequence
from itertools import islice

from domain.paging import PageRequest, Pagination
from domain.search.facets import FacetIndex
from domain.search.filters import FilterIndex
from domain.search.hits import Hit, SearchPage
from domain.search.listings import CatalogueContents, Listing
from domain.search.masks import intersection, positions, union
from domain.search.matching import TextIndex
from domain.search.query import SearchQuery


class Catalogue:
    """An immutable snapshot of what is for sale, at `version`.

    It keeps its listings in the default order (subject code, product short name, id) and knows
    each by its position there. Threads can share it.
    """

    __slots__ = ("_everything", "_facets", "_filters", "_hits", "_text", "_version")

    def __init__(self, contents: CatalogueContents) -> None:
        listings = sorted(contents.listings, key=_default_order)
        self._version = contents.version
        self._hits = tuple(listing.hit for listing in listings)
        self._everything = (1 << len(listings)) - 1
        self._text = TextIndex(self._hits)
        self._filters = FilterIndex(listings, contents.groups)
        self._facets = FacetIndex(contents, listings, self._filters)

    @property
    def version(self) -> str:
        return self._version

    def search(self, query: SearchQuery) -> SearchPage:
        """Return one page of what matches, best first, and the counts of every filter's values.

        Every token of the text must match something (`domain.search.relevance`), and every
        filter that asks something must show the product.
        """
        ranked = self._text.ranked(query.text) if query.has_text else (self._everything,)
        matching, chosen = union(ranked), self._filters.chosen(query.filters)
        found = intersection(matching, chosen.values())
        return SearchPage(
            products=self._cut(ranked, found, query.page),
            filter_counts=self._facets.counts(matching, chosen),
            pagination=Pagination.of(query.page, found.bit_count()),
        )

    def _cut(self, ranked: Sequence[int], found: int, page: PageRequest) -> tuple[Hit, ...]:
        last = found.bit_count()
        wanted = islice(_in_order(ranked, found), min(page.start, last), min(page.stop, last))
        return tuple(self._hits[position] for position in wanted)


def _in_order(ranked: Sequence[int], found: int) -> Iterator[int]:
    for mask in ranked:
        yield from positions(mask & found)
        found &= ~mask


def _default_order(listing: Listing) -> tuple[str, str, int]:
    hit = listing.hit
    return hit.subject_code, hit.product_short_name, hit.id
