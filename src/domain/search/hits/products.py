"""The products that a search shows: read models that are serialised field by field.

Stored values are shown unchanged and not validated, so that an invalid row does not hide others.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from domain.tutorials.availability import Availability
from domain.tutorials.sessions import TutorialSession


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceHit:
    """An amount of money; `price_type` is standard, retaker, reduced or additional."""

    id: int
    price_type: str
    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventHit:
    """An event; for compatibility, `title` repeats the code and `price` is always null.

    The catalogue sets the availability of the day (`domain.search.listings.dated`).
    """

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
    is_unlimited: bool = False
    availability: Availability = Availability.AVAILABLE
    availability_reason: str = ""
    sessions: tuple[TutorialSession, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendedProduct:
    """A recommended product: another store product of the same sitting.

    `essp_id` and `store_product_id` are both its id; `product_id` is the catalogue product's.
    """

    essp_id: int
    product_id: int
    product_code: str
    product_name: str
    product_short_name: str
    store_product_id: int
    variation_type: str
    variation_name: str
    prices: tuple[PriceHit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VariationHit:
    """One way to buy a product. `id` is the id of the product-variation pair."""

    id: int
    variation_id: int
    store_product_id: int
    store_product_code: str
    variation_type: str
    name: str
    code: str | None
    description: str | None
    description_short: str | None
    prices: tuple[PriceHit, ...]
    recommended_product: RecommendedProduct | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TutorialVariationHit(VariationHit):
    """A variation of a tutorial, with its events ascending by start date, then code."""

    events: tuple[EventHit, ...]


type MatchKind = Literal["code", "code_prefix", "word", "word_prefix", "one_edit", "two_edits"]
type MatchField = Literal[
    "session",
    "venue",
    "location",
    "event",
    "component",
    "exam_session",
    "category",
    "variation",
    "subject",
    "product",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Where a word of the query matched best, and how well."""

    text: str
    field: MatchField
    kind: MatchKind


# `matched_on` is empty in the index; in a response it has a match for each word of the query. It
# is the last field of a hit, so that the JSON of the other fields is the same in every response.
#
# Hits are compared by identity, because the API caches the JSON of each: comparing or hashing
# their contents would cost more than serialising them again.
@dataclass(frozen=True, slots=True, kw_only=True, eq=False, weakref_slot=True)
class BaseHit:
    """A product for a subject in an exam session.

    `id`, `essp_id` and `store_product_id` are one number: the id of the group's first store
    product. `product_id` is the catalogue product's.
    """

    item_type: Literal["product"]
    is_bundle: Literal[False]
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
    """A tutorial; its variations have events."""

    type: Literal["Tutorial"]
    variations: tuple[TutorialVariationHit, ...]
    matched_on: tuple[Match, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ProductHit(BaseHit):
    """Another product: study material or marking."""

    type: Literal["Materials", "Markings"]
    variations: tuple[VariationHit, ...]
    matched_on: tuple[Match, ...]
