"""The orders in which a search can show what it found, beside the best first."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from domain.search.results import Hit, PriceHit, TutorialHit

# A minus sign turns an order round. What has no value for it is last either way.
type Sort = Literal[
    "relevance", "start_date", "-start_date", "price", "-price", "subject", "-subject"
]
RELEVANCE: Literal["relevance"] = "relevance"
STANDARD = "standard"


class SortKeys(NamedTuple):
    """What a listing is sorted by; None where it has no such thing."""

    start_date: date | None
    price: Decimal | None
    subject: str


def sort_keys(hit: Hit) -> SortKeys:
    """Return what a listing is sorted by.

    They are the first day of its first event, its price, and its subject's code. A product
    costs what its cheapest variation does, and a bundle what all its components do: the standard
    price, or where there is none the lowest.
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
    """Return slots in an order; equals stay as they come."""
    name, turned = sort.removeprefix("-"), sort.startswith("-")
    of_slot = {slot: getattr(keys[slot], name) for slot in slots}
    with_value = [slot for slot, key in of_slot.items() if key is not None]
    without = [slot for slot, key in of_slot.items() if key is None]
    return [*sorted(with_value, key=of_slot.__getitem__, reverse=turned), *without]


def _price(prices: Sequence[PriceHit]) -> Decimal | None:
    standard = [price.amount for price in prices if price.price_type == STANDARD]
    return min(standard or [price.amount for price in prices], default=None)
