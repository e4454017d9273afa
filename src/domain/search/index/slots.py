"""The slots of listings in the masks, and their default order.

The components of a bundle have the slots below its own, so that one addition finds all bundles
with a matching component (`Arrangement.shown`): it carries into the bundle's own bit. The naive
equivalent is a loop over the bundles with `any` over their components, for every choice that is
counted.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from copy import copy
from typing import NamedTuple, Self

from domain.search.events.shared_map import SharedMap
from domain.search.index.bitsets import slots_in, union
from domain.search.listings.documents import AnyListing, BundleListing, Listing, ListingKey
from domain.search.results import Hit
from domain.search.sorting import Sort, SortKeys, in_order, sort_keys

# The subject's code, whether it is not a bundle, the name, the id, the kind.
type Order = tuple[str, bool, str, int, str]
# If fewer than one in this number of listings is wanted, sorting them is cheaper than iterating
# over all.
SORTED_BELOW = 16


class Unit(NamedTuple):
    """A product for sale, or a component of a bundle; filters are applied to units."""

    listing: Listing
    mask: int


class Placed(NamedTuple):
    """A listing at its slot; the components of a bundle have the slots below."""

    listing: AnyListing
    slot: int
    mask: int
    units: tuple[Unit, ...]


class Arrangement:
    """The listings at their slots; a listing keeps its slots while others are added and removed.

    `units` is the mask of all products, and of the components of bundles.
    """

    def __init__(self) -> None:
        self._placed = SharedMap[ListingKey, Placed]()
        # By slot; None where nothing is, and for the components of bundles.
        self._at: list[Placed | None] = []
        self._sort_keys: list[SortKeys | None] = []
        self._order: list[tuple[Order, int]] = []
        self._rank: list[int] = []
        self._holders = SharedMap[int, frozenset[ListingKey]]()
        # Free neighbouring slots, by their number.
        self._free: dict[int, list[Sequence[int]]] = {}
        self.products = self.components = self.bundles = 0

    @property
    def units(self) -> int:
        return self.products | self.components

    def placed(self) -> list[Placed]:
        """Return the listings in the default order."""
        return [placed for _, slot in self._order if (placed := self._at[slot])]

    def listing(self, key: ListingKey) -> AnyListing:
        return self._placed[key].listing

    def keys_of(self, store_product_ids: Iterable[int]) -> set[ListingKey]:
        """Return the keys of the listings that sell, recommend or bundle one of these."""
        return set().union(*(self._holders.get(number) or () for number in store_product_ids))

    def shown(self, units: int) -> int:
        """Return the products among the units, and the bundles of the components among them."""
        inside = units & self.components
        if not inside:
            return units & self.products
        # Adding all ones below a bundle's own bit carries into it if any bit is set there.
        return (units & self.products) | ((inside + self.components) & self.bundles)

    def in_order(self, mask: int) -> Iterator[tuple[int, Hit]]:
        """Yield the slots and hits of the listings in a mask, in the default order."""
        for slot in self._slots_in_order(mask):
            if placed := self._at[slot]:
                yield slot, placed.listing.hit

    def sorted_by(self, sort: Sort, ranked: Iterable[tuple[int, Hit]]) -> Iterator[tuple[int, Hit]]:
        """Yield slots and hits in a sort order; the sort is stable."""
        hits = dict(ranked)
        return ((slot, hits[slot]) for slot in in_order(hits, self._sort_keys, sort))

    def replaced(
        self, keys: Collection[ListingKey], listings: Sequence[AnyListing]
    ) -> tuple[Self, list[Placed], list[Placed]]:
        """Replace the listings with these keys by others.

        Return the new arrangement, the removed listings, and the added ones.
        """
        made = self._copied()
        found = (self._placed.get(key) for key in keys)
        gone = [placed for placed in found if placed]
        before = {placed.listing.key: placed for placed in gone}
        for placed in gone:
            made._take(placed)
        came = [made._put(listing, before.pop(listing.key, None)) for listing in listings]
        for placed in before.values():
            made._set_free(placed)
        made._placed = self._placed.changed({each.listing.key: each for each in came}, before)
        made._holders = self._holders.changed(*_changed_holders(self._holders, gone, came))
        made._put_in_order(gone, came)
        return made, gone, came

    def _copied(self) -> Self:
        made = copy(self)
        made._at, made._sort_keys = self._at.copy(), self._sort_keys.copy()
        made._free = {count: free.copy() for count, free in self._free.items()}
        return made

    def _take(self, placed: Placed) -> None:
        self._at[placed.slot] = None
        self.products &= ~placed.mask
        self.bundles &= ~placed.mask
        self.components &= ~union(unit.mask for unit in placed.units)

    def _put(self, listing: AnyListing, before: Placed | None) -> Placed:
        placed = self._at_slots(listing, before)
        self._at[placed.slot], self._sort_keys[placed.slot] = placed, sort_keys(listing.hit)
        if isinstance(listing, BundleListing):
            self.bundles |= placed.mask
            self.components |= union(unit.mask for unit in placed.units)
        else:
            self.products |= placed.mask
        return placed

    def _at_slots(self, listing: AnyListing, before: Placed | None) -> Placed:
        inside = listing.components if isinstance(listing, BundleListing) else ()
        slots = self._slots_for(1 + len(inside), before)
        mask = before.mask if before and before.slot == slots[-1] else 1 << slots[-1]
        units = tuple(Unit(each, 1 << slot) for each, slot in zip(inside, slots, strict=False))
        own = () if isinstance(listing, BundleListing) else (Unit(listing, mask),)
        return Placed(listing, slots[-1], mask, units or own)

    def _slots_for(self, count: int, before: Placed | None) -> Sequence[int]:
        """Return neighbouring slots: the previous ones if there are as many, or free ones."""
        if before and len(held := _slots(before)) == count:
            return held
        if before:
            self._set_free(before)
        if free := self._free.get(count):
            return free.pop()
        start = len(self._at)
        self._at += [None] * count
        self._sort_keys += [None] * count
        return range(start, start + count)

    def _set_free(self, placed: Placed) -> None:
        slots = _slots(placed)
        self._free.setdefault(len(slots), []).append(slots)

    def _put_in_order(self, gone: Iterable[Placed], came: Iterable[Placed]) -> None:
        left, joined = {_place(each) for each in gone}, {_place(each) for each in came}
        if left == joined:
            return
        self._order = sorted([*(each for each in self._order if each not in left), *joined])
        self._rank = [0] * len(self._at)
        for rank, (_, slot) in enumerate(self._order):
            self._rank[slot] = rank

    def _slots_in_order(self, mask: int) -> Iterator[int]:
        if mask.bit_count() * SORTED_BELOW < len(self._order):
            return iter(sorted(slots_in(mask), key=self._rank.__getitem__))
        digits = f"{mask:0{len(self._at)}b}"
        return (slot for _, slot in self._order if digits[~slot] == "1")


def _slots(placed: Placed) -> Sequence[int]:
    inside = len(placed.units) if isinstance(placed.listing, BundleListing) else 0
    return range(placed.slot - inside, placed.slot + 1)


def _place(placed: Placed) -> tuple[Order, int]:
    hit = placed.listing.hit
    name = hit.name if hit.type == "Bundle" else hit.product_short_name
    return (hit.subject_code, hit.type != "Bundle", name, hit.id, hit.item_type), placed.slot


def _changed_holders(
    holders: SharedMap[int, frozenset[ListingKey]], gone: Iterable[Placed], came: Iterable[Placed]
) -> tuple[dict[int, frozenset[ListingKey]], list[int]]:
    """Return the listings of the store products that have others now, and those with none."""
    now: dict[int, set[ListingKey]] = {}
    before = {
        (number, each.listing.key) for each in gone for number in _store_products(each.listing)
    }
    after = {
        (number, each.listing.key) for each in came for number in _store_products(each.listing)
    }
    for number in {number for number, _ in before ^ after}:
        now[number] = set(holders.get(number) or ())
    for number, key in before - after:
        now[number].discard(key)
    for number, key in after - before:
        now[number].add(key)
    put = {number: frozenset(keys) for number, keys in now.items() if keys}
    return put, [number for number, keys in now.items() if not keys]


def _store_products(listing: AnyListing) -> set[int]:
    hit = listing.hit
    if hit.type == "Bundle":
        return {component.store_product_id for component in hit.components}
    recommended = (variation.recommended_product for variation in hit.variations)
    return {variation.store_product_id for variation in hit.variations} | {
        each.store_product_id for each in recommended if each
    }
