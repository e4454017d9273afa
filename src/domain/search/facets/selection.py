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

    `chosen` has the matching units of each product filter, and `conditions` the matching events
    of each condition on events. A unit matches if one of its events matches all conditions.
    """

    def __init__(
        self,
        arrangement: Arrangement,
        events: EventIndex,
        *,
        matching: int,
        chosen: Mapping[str, int],
        conditions: Mapping[str, int],
    ) -> None:
        self._arrangement, self._events = arrangement, events
        self._matching, self._chosen, self._conditions = matching, chosen, conditions

    @cached_property
    def listings(self) -> int:
        """The listings that match the text and all filters."""
        return self._arrangement.shown(self._units(without="")) & self._matching

    def has_event_conditions(self, *, without: str) -> bool:
        """Whether there is a condition on events other than the filter `without`."""
        return bool(self._conditions.keys() - {without})

    @property
    def units_by_availability(self) -> Mapping[str, int]:
        """The mask of the units that have an event of each availability."""
        return self._events.units_by_availability()

    def by_units(self, facet: str) -> Count:
        """Return a function that counts the listings of a value, without the facet's own filter."""
        arrangement, units = self._arrangement, self._units(without=facet)
        products = units & self._matching & arrangement.products
        if not units & self._matching_components:
            return lambda _, shown: (shown & products).bit_count()
        components, matching = units & arrangement.components, self._matching
        return lambda _, shown: (
            shown & products | arrangement.shown(shown & components) & matching
        ).bit_count()

    def by_events(self, facet: str) -> Count:
        """Return the same for facets whose value must match the same event as other conditions."""
        arrangement, events, matching = self._arrangement, self._events, self._matching
        units = self._units_by_product(without=facet)
        others = self._matching_events(without=facet)
        if units & self._matching_components:
            return lambda value, _: (
                arrangement.shown(
                    events.fields.units_with(others & events.with_value(facet, value)) & units
                )
                & matching
            ).bit_count()
        own_bits = events.fields.own_bits(units & matching & arrangement.products)
        return lambda value, _: events.fields.count(
            others & events.with_value(facet, value), own_bits
        )

    @cached_property
    def _matching_components(self) -> int:
        """The components, if any bundle matches the text."""
        arrangement = self._arrangement
        return arrangement.components if self._matching & arrangement.bundles else 0

    def _units(self, *, without: str) -> int:
        units = self._units_by_product(without=without)
        if self.has_event_conditions(without=without):
            units &= self._units_with_matching_events
        return units

    def _units_by_product(self, *, without: str) -> int:
        others = (mask for name, mask in self._chosen.items() if name != without)
        return intersection(self._arrangement.units, others)

    @cached_property
    def _units_with_matching_events(self) -> int:
        return self._events.fields.units_with(self._matching_events(without=""))

    def _matching_events(self, *, without: str) -> int:
        others = (mask for name, mask in self._conditions.items() if name != without)
        return intersection(self._events.fields.everything, others)
