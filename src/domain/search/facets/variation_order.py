"""Orders the variations of a hit: those that filters select come first."""

from collections.abc import Sequence
from dataclasses import replace
from threading import Lock
from typing import Any, NamedTuple, Self
from weakref import WeakKeyDictionary

from domain.search.facets.normalise import caseless
from domain.search.hits.products import VariationHit
from domain.search.query import Filters
from domain.search.results import Hit

type Order = tuple[int, ...]

# The maximum number of cached orders of one hit.
MOST_ORDERS = 8

# The same order of a hit is always the same object, so that its JSON can be cached too. An entry
# is removed when the index that contains the original hit is deleted.
_reordered: WeakKeyDictionary[Hit, dict[Order, Hit]] = WeakKeyDictionary()
_lock = Lock()


class WantedVariations(NamedTuple):
    """The filters that select variations: normalised modes of delivery, and ids."""

    modes: frozenset[str]
    ids: frozenset[int]

    @classmethod
    def of(cls, filters: Filters) -> Self | None:
        """Return the filters that select variations, or None if there are none."""
        if not (filters.modes_of_delivery or filters.variations):
            return None
        return cls(frozenset(map(caseless, filters.modes_of_delivery)), filters.variations)

    def first_in(self, hit: Hit) -> Hit:
        """Return the hit with its variations sorted by the number of filters that select them."""
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
        """Whether one of the modes equals the variation's type or is part of its name."""
        name = caseless(variation.name)
        return caseless(variation.variation_type) in self.modes or any(
            mode and mode in name for mode in self.modes
        )
