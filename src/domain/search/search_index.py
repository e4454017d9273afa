"""The search index: an immutable snapshot of everything for sale."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from copy import copy
from datetime import date
from itertools import islice
from typing import Self

from domain.paging import Pagination
from domain.search.facets.counts import FacetIndex
from domain.search.facets.event_filters import EventIndex
from domain.search.facets.group_tree import GroupNames
from domain.search.facets.product_filters import FilterIndex
from domain.search.facets.selection import Selection
from domain.search.facets.variation_order import WantedVariations
from domain.search.index.differences import Differences
from domain.search.index.slots import Arrangement
from domain.search.listings.dated import listing_on
from domain.search.listings.documents import (
    AnyListing,
    CatalogueChanges,
    CatalogueContents,
    FilterTree,
    ListingKey,
)
from domain.search.query import SearchQuery
from domain.search.results import Hit, MatchedHit, SearchResults
from domain.search.sorting import RELEVANCE
from domain.search.suggestions import Suggestions, suggestions
from domain.search.text.matches import TextMatches
from domain.search.text.matching import TextIndex
from domain.search.text.words.synonyms import NO_SYNONYMS, Synonyms


class SearchIndex:
    """An immutable snapshot of what is for sale, at `version`. Threads can share it.

    `today` determines which events are past or closed. An index that `updated`, `on` or
    `with_synonyms` returns shares all unchanged parts with this one.
    """

    __slots__ = (
        *("_arrangement", "_events", "_facets", "_filters", "_offered", "_text", "_tree"),
        *("__weakref__", "events", "position", "version"),
    )

    def __init__(
        self,
        contents: CatalogueContents,
        *,
        today: date = date.min,
        synonyms: Synonyms = NO_SYNONYMS,
    ) -> None:
        self.version, self.position = contents.version, contents.position
        self.events = contents.events.on(today)
        self._offered: Suggestions | None = None
        self._arrangement, self._events = Arrangement(), EventIndex(today)
        self._text = TextIndex(synonyms)
        self._plant(contents.tree)
        self._replace((), contents.listings)

    def updated(self, changes: CatalogueChanges) -> Self:
        """Return the index after the changes; the cost depends on their number."""
        made = copy(self)
        made.version, made.position = changes.version, changes.position
        made.events = (changes.events or self.events).on(self._events.today)
        if changes.tree:
            made._plant(changes.tree)
        made._replace(changes.keys, changes.listings)
        return made

    def on(self, day: date) -> Self:
        """Return the index for another date."""
        if day == self._events.today:
            return self
        made = copy(self)
        made._events = self._events.on(day)
        made.events = self.events.on(day)
        before = [placed.listing for placed in self._arrangement.placed()]
        dated = [(each, listing_on(each, made.events)) for each in before]
        changed = [after for each, after in dated if after is not each]
        if changed:
            made._replace([each.key for each in changed], changed)
        return made

    def with_synonyms(self, synonyms: Synonyms) -> Self:
        """Return the index with other synonyms."""
        if synonyms is self._text.synonyms:
            return self
        made = copy(self)
        made._text = self._text.with_synonyms(synonyms)
        return made

    @property
    def edition(self) -> str:
        """A token of everything on which results depend, except the query."""
        return repr((self.version, self._events.today.isoformat(), self._text.synonyms.text))

    @property
    def size(self) -> int:
        """The number of products and bundles for sale."""
        return (self._arrangement.products | self._arrangement.bundles).bit_count()

    def keys_of(self, store_product_ids: Iterable[int]) -> set[ListingKey]:
        """Return the keys of the listings that sell, recommend or bundle one of these."""
        return self._arrangement.keys_of(store_product_ids)

    def listing(self, key: ListingKey) -> AnyListing:
        """Return the listing with this key, which is one of `keys_of`."""
        return self._arrangement.listing(key)

    def hits(self) -> Iterator[Hit]:
        """Yield the hits of all products and bundles for sale, without matches."""
        return (placed.listing.hit for placed in self._arrangement.placed())

    def suggestions(self) -> Suggestions:
        """Return the suggestions of a search page without a query."""
        # Computed on first use, because it iterates over all listings.
        if self._offered is None:
            listings = (placed.listing for placed in self._arrangement.placed())
            self._offered = suggestions(listings, self._tree)
        return self._offered

    def search(self, query: SearchQuery) -> SearchResults:
        """Return one page of hits, and the counts of every filter's values.

        Every token of the text must match (`domain.search.text.ranking`), and every filter with
        values must match the product, or one component of the bundle.
        """
        text = self._text.matches(query.text, min_score=query.min_score) if query.has_text else None
        selection = self._selection(query, text)
        count = selection.listings.bit_count()
        return SearchResults(
            hits=tuple(self._page(query, text, selection.listings)),
            filter_counts=self._facets.counts(selection),
            pagination=Pagination.of(query.page, count),
        )

    def _selection(self, query: SearchQuery, text: TextMatches | None) -> Selection:
        arrangement = self._arrangement
        shown = arrangement.products | (arrangement.bundles if query.include_bundles else 0)
        return Selection(
            arrangement,
            self._events,
            matching=shown & text.all if text else shown,
            chosen=self._filters.chosen(query.filters),
            conditions=self._events.matching(query.filters, query.schedule),
        )

    def _page(
        self, query: SearchQuery, text: TextMatches | None, listings: int
    ) -> Iterator[MatchedHit]:
        last, wanted = listings.bit_count(), WantedVariations.of(query.filters)
        start, stop = min(query.page.start, last), min(query.page.stop, last)
        in_order = self._in_order(text.ranked if text else (listings,), listings)
        if query.sort != RELEVANCE:
            in_order = self._arrangement.sorted_by(query.sort, in_order)
        for slot, hit in islice(in_order, start, stop):
            shown = wanted.first_in(hit) if wanted else hit
            yield MatchedHit(shown, text.explain(slot) if text else ())

    def _in_order(self, ranked: Sequence[int], listings: int) -> Iterator[tuple[int, Hit]]:
        for mask in ranked:
            yield from self._arrangement.in_order(mask & listings)
            listings &= ~mask

    def _plant(self, tree: FilterTree) -> None:
        """Rebuild all parts of the index that depend on the filter groups."""
        self._tree = tree
        everything = self._arrangement.placed()
        groups = GroupNames(tree.groups)
        self._text = self._text.grouped(groups, everything)
        everywhere = Differences((), everything)
        self._filters = FilterIndex(groups).replaced(everywhere)
        self._facets = FacetIndex(tree, self._filters).replaced(everywhere, self._filters)

    def _replace(self, keys: Collection[ListingKey], listings: Sequence[AnyListing]) -> None:
        self._offered = None
        listings = [listing_on(each, self.events) for each in listings]
        self._arrangement, gone, came = self._arrangement.replaced(keys, listings)
        differences = Differences(gone, came)
        self._events = self._events.replaced(differences)
        self._text = self._text.replaced(differences)
        self._filters = self._filters.replaced(differences)
        self._facets = self._facets.replaced(differences, self._filters)
