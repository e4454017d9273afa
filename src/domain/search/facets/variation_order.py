"""Which variations of a product a filter asks for: they come first in it."""

from collections.abc import Sequence
from dataclasses import replace
from threading import Lock
from typing import Any, NamedTuple, Self
from weakref import WeakKeyDictionary

from domain.search.facets.normalise import caseless
from domain.search.query import Filters
from domain.search.results import Hit, VariationHit

type Order = tuple[int, ...]

# A product has few variations; this bounds the orders of one that has many.
MOST_ORDERS = 8

# The same order of a hit is the same hit again, so that what is made of it can be kept too.
# Gone when the catalogue that holds the first hit is gone.
_reordered: WeakKeyDictionary[Hit, dict[Order, Hit]] = WeakKeyDictionary()
_lock = Lock()


class WantedVariations(NamedTuple):
    """What filters ask of variations: modes of delivery, caseless, and ids of variations."""

    modes: frozenset[str]
    ids: frozenset[int]

    @classmethod
    def of(cls, filters: Filters) -> Self | None:
        """Return what the filters ask of variations, or None where they ask nothing."""
        if not (filters.modes_of_delivery or filters.variations):
            return None
        return cls(frozenset(map(caseless, filters.modes_of_delivery)), filters.variations)

    def first_in(self, hit: Hit) -> Hit:
        """Return the hit with the variations first that most of the filters ask for."""
        if hit.type == "Bundle" or len(hit.variations) == 1:
            return hit
        order = self._order(hit.variations)
        if order == tuple(range(len(order))):
            return hit
        with _lock:
            known = _reordered.setdefault(hit, {})
            if order not in known:
                if len(known) >= MOST_ORDERS:
                    del known[next(iter(known))]
                variations: Any = tuple(hit.variations[place] for place in order)
                known[order] = replace(hit, variations=variations)
            return known[order]

    def _order(self, variations: Sequence[VariationHit]) -> Order:
        matches = [self._matches(variation) for variation in variations]
        return tuple(sorted(range(len(matches)), key=lambda place: -matches[place]))

    def _matches(self, variation: VariationHit) -> int:
        return self._has_mode(variation) + (variation.variation_id in self.ids)

    def _has_mode(self, variation: VariationHit) -> bool:
        """Whether one of the modes is the variation's type, or a part of its name."""
        name = caseless(variation.name)
        return caseless(variation.variation_type) in self.modes or any(
            mode and mode in name for mode in self.modes
        )
