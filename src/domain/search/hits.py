"""What a search shows: the one read model that goes out as JSON, field for field.

The facts are shown as they are stored, whoever wrote them: no rule is checked here, so that one
bad row never hides the rest.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from domain.paging import Pagination
from domain.tutorials import StoredSession


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceHit:
    id: int
    price_type: str
    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventHit:
    """An event; `title` repeats the code and `price` is always null, as the contract has it."""

    id: int
    code: str
    title: str
    venue: str
    is_soldout: bool
    remain_space: int
    finalisation_date: date | None
    start_date: date
    end_date: date
    price: None
    sessions: tuple[StoredSession, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VariationHit:
    """One way to buy a product. `id` is the id of the product-variation pair."""

    id: int
    store_product_id: int
    store_product_code: str
    variation_type: str
    name: str
    code: str | None
    description: str | None
    description_short: str | None
    prices: tuple[PriceHit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TutorialVariationHit(VariationHit):
    """A variation of a tutorial, with its events ascending by start date, then code."""

    events: tuple[EventHit, ...]


# Two hits are the same hit only when they are the same object: the API keeps one piece of JSON
# for each, and comparing or hashing them whole would cost more than making it anew.
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, weakref_slot=True)
class BaseHit:
    """A product for a subject in an exam session.

    `id`, `essp_id` and `store_product_id` are one number: the id of the group's first store
    product. `product_id` is the catalogue product's.
    """

    id: int
    essp_id: int
    store_product_id: int
    product_id: int
    product_code: str
    product_name: str
    product_short_name: str
    product_description: str | None
    buy_both: bool
    subject_id: int
    subject_code: str
    subject_description: str | None
    exam_session_id: int
    exam_session_code: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TutorialHit(BaseHit):
    type: Literal["Tutorial"]
    variations: tuple[TutorialVariationHit, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ProductHit(BaseHit):
    type: Literal["Materials", "Markings"]
    variations: tuple[VariationHit, ...]


type Hit = TutorialHit | ProductHit


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    count: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterCounts:
    """For each value of each filter, the products that choosing it would show.

    A filter's own choices are left out of its own counts; all the others apply.
    """

    subjects: dict[str, FacetValue]
    categories: dict[str, FacetValue]
    product_types: dict[str, FacetValue]
    products: dict[str, FacetValue]
    modes_of_delivery: dict[str, FacetValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    products: tuple[Hit, ...]
    filter_counts: FilterCounts
    pagination: Pagination
