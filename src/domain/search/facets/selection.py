"""The listings that match a query, with all filters or without one of them."""

from collections.abc import Callable, Mapping
from functools import cached_property

from domain.search.facets.event_filters import EventIndex
from domain.search.index.bitsets import intersection
from domain.search.index.slots import Arrangement

# Maps a value of a filter, and the mask of its units, to the number of listings.
type Count = Callable[[str, int], int]


class Selection:
    """The masks of a query: `matching` are the listings that match the text.

    `chosen` has the matching units of each product filter, and `asked` the matching events of
    each event condition. A unit matches if one of its events matches all conditions.
    """

    def __init__(
        self,
        arrangement: Arrangement,
        events: EventIndex,
        *,
        matching: int,
        chosen: Mapping[str, int],
        asked: Mapping[str, int],
    ) -> None:
        self._arrangement, self._events = arrangement, events
        self._matching, self._chosen, self._asked = matching, chosen, asked

    @cached_property
    def listings(self) -> int:
        """The listings that match the text and all filters."""
        return self._arrangement.shown(self._units(without="")) & self._matching

    def asks_of_events(self, *, without: str) -> bool:
        return bool(self._asked.keys() - {without})

    @property
    def units_by_availability(self) -> Mapping[str, int]:
        """The mask of the units that have an event of each availability."""
        return self._events.units_by_availability()

    def by_units(self, facet: str) -> Count:
        """Return a function that counts the listings of a value, without the facet's own filter."""
        arrangement, left = self._arrangement, self._units(without=facet)
        products = left & self._matching & arrangement.products
        if not left & self._matching_components:
            return lambda _, shown: (shown & products).bit_count()
        inside, matching = left & arrangement.components, self._matching
        return lambda _, shown: (
            shown & products | arrangement.shown(shown & inside) & matching
        ).bit_count()

    def by_events(self, facet: str) -> Count:
        """Return the same for facets whose value must match the same event as other conditions."""
        arrangement, events, matching = self._arrangement, self._events, self._matching
        left, fitting = self._units_by_product(without=facet), self._fitting(without=facet)
        if left & self._matching_components:
            return lambda value, _: (
                arrangement.shown(
                    events.units_with(fitting & events.with_value(facet, value)) & left
                )
                & matching
            ).bit_count()
        own_bits = events.own_bits(left & matching & arrangement.products)
        return lambda value, _: events.count(fitting & events.with_value(facet, value), own_bits)

    @cached_property
    def _matching_components(self) -> int:
        """The components, if any bundle matches the text."""
        arrangement = self._arrangement
        return arrangement.components if self._matching & arrangement.bundles else 0

    def _units(self, *, without: str) -> int:
        left = self._units_by_product(without=without)
        return left & self._fitting_units if self.asks_of_events(without=without) else left

    def _units_by_product(self, *, without: str) -> int:
        others = (mask for name, mask in self._chosen.items() if name != without)
        return intersection(self._arrangement.units, others)

    @cached_property
    def _fitting_units(self) -> int:
        return self._events.units_with(self._fitting(without=""))

    def _fitting(self, *, without: str) -> int:
        others = (mask for name, mask in self._asked.items() if name != without)
        return intersection(self._events.everything, others)
