"""The sort orders of a search other than relevance."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from domain.search.hits.products import (
    PriceHit,
    TutorialHit,
)
from domain.search.results import Hit

# A minus sign reverses the order. Listings without a value are always last.
type Sort = Literal[
    "relevance", "start_date", "-start_date", "price", "-price", "subject", "-subject"
]
RELEVANCE: Literal["relevance"] = "relevance"
STANDARD = "standard"


class SortKeys(NamedTuple):
    """The sort keys of a listing; None if it has no value."""

    start_date: date | None
    price: Decimal | None
    subject: str


def sort_keys(hit: Hit) -> SortKeys:
    """Return the sort keys of a listing: the first day of its first event, price, subject code.

    The price of a product is that of its cheapest variation, and the price of a bundle is the sum
    of its components. The standard price is used, or the lowest price if there is none.
    """
    if hit.type == "Bundle":
        prices = [_price(component.prices) for component in hit.components]
        known = [price for price in prices if price is not None]
        total = sum(known, Decimal(0)) if known and len(known) == len(prices) else None
        return SortKeys(None, total, hit.subject_code)
    prices = [_price(variation.prices) for variation in hit.variations]
    starts = (
        [event.start_date for variation in hit.variations for event in variation.events]
        if isinstance(hit, TutorialHit)
        else []
    )
    price = min((each for each in prices if each is not None), default=None)
    return SortKeys(min(starts, default=None), price, hit.subject_code)


def in_order(slots: Iterable[int], keys: Sequence[SortKeys | None], sort: Sort) -> list[int]:
    """Sort slots; the sort is stable."""
    name, turned = sort.removeprefix("-"), sort.startswith("-")
    of_slot = {slot: getattr(keys[slot], name) for slot in slots}
    with_value = [slot for slot, key in of_slot.items() if key is not None]
    without = [slot for slot, key in of_slot.items() if key is None]
    return [*sorted(with_value, key=of_slot.__getitem__, reverse=turned), *without]


def _price(prices: Sequence[PriceHit]) -> Decimal | None:
    standard = [price.amount for price in prices if price.price_type == STANDARD]
    return min(standard or [price.amount for price in prices], default=None)
