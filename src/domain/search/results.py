"""What a search shows: the one read model that goes out as JSON, field for field.

The facts are shown as they are stored, whoever wrote them: no rule is checked here, so that one
bad row never hides the rest.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from domain.paging import Pagination
from domain.tutorials import TutorialSession


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceHit:
    """An amount of money; `price_type` is standard, retaker, reduced or additional."""

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
    sessions: tuple[TutorialSession, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendedProduct:
    """What a shop shows beside a variation: another store product of the same sitting.

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
    """Why a hit was found: where a word of the query matched best, and how well."""

    text: str
    field: MatchField
    kind: MatchKind


# `matched_on` is empty in the catalogue; in an answer it has a match for each word of the query.
# It is the last field of a hit: the JSON of all before it is the same in every answer.
#
# Two hits are the same hit only when they are the same object: the API keeps one piece of JSON
# for each, and comparing or hashing them whole would cost more than making it anew.
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
    """A product that is taught: its variations have events."""

    type: Literal["Tutorial"]
    variations: tuple[TutorialVariationHit, ...]
    matched_on: tuple[Match, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ProductHit(BaseHit):
    """A product that is no tutorial: material to read, or marking of written work."""

    type: Literal["Materials", "Markings"]
    variations: tuple[VariationHit, ...]
    matched_on: tuple[Match, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentProduct:
    """The catalogue product of a bundle's component; `name` is its full name too."""

    id: int
    fullname: str
    type: Literal["Tutorial", "Materials", "Markings"]
    code: str
    name: str
    short_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentVariation:
    """The variation of a bundle's component. `id` is the id of the product-variation pair."""

    id: int
    variation_id: int
    variation_type: str
    name: str
    code: str | None
    description: str | None
    description_short: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentProductVariation:
    """The variation of a bundle's component. `id` is the variation's own id."""

    id: int
    name: str
    variation_type: str
    description_short: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleComponent:
    """A store product in a bundle, `quantity` times.

    `id` and `store_product_id` are the store product's id, `product_code` and
    `store_product_code` its code.
    """

    id: int
    store_product_id: int
    product_code: str
    store_product_code: str
    product: ComponentProduct
    product_variation: ComponentProductVariation
    variation: ComponentVariation
    prices: tuple[PriceHit, ...]
    default_price_type: str
    quantity: int
    sort_order: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, weakref_slot=True)
class BundleHit:
    """Products sold together; `components` are ascending by their sort order, then id.

    `id` and `essp_id` are the store bundle's id. Bundles are stored without a code: `code` is
    the subject's. `name`, `bundle_name` and `shortname` are one text; `fullname` is the
    description, or the name of a bundle that has none.
    """

    item_type: Literal["bundle"]
    is_bundle: Literal[True]
    id: int
    essp_id: int
    type: Literal["Bundle"]
    bundle_type: Literal["store"]
    code: str
    name: str
    bundle_name: str
    shortname: str
    fullname: str
    description: str | None
    is_featured: bool
    subject_id: int
    subject_code: str
    subject_description: str | None
    exam_session_id: int
    exam_session_code: str
    components_count: int
    components: tuple[BundleComponent, ...]
    matched_on: tuple[Match, ...]


type SingleHit = TutorialHit | ProductHit
type Hit = TutorialHit | ProductHit | BundleHit


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """One value of a filter, by its name, and how many products it would show."""

    count: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectFacetValue(FacetValue):
    """A subject by its code, as two subjects can have one description."""

    description: str | None


# A filter's values by what a request names them; the alias is their name in the document too.
type Facet = dict[str, FacetValue]
type SubjectFacet = dict[str, SubjectFacetValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterCounts:
    """For each value of each filter, the products that choosing it would show.

    A filter's own choices are left out of its own counts; all the others apply. The keys are
    codes of subjects and exam sessions, names of filter groups and places, catalogue products'
    ids as text, types of variations, and `available`, `sold_out`, `closed` or `past`.
    """

    subjects: SubjectFacet
    categories: Facet
    product_types: Facet
    products: Facet
    modes_of_delivery: Facet
    exam_sessions: Facet
    venues: Facet
    locations: Facet
    availability: Facet


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """One page of what was found, and the counts of all of it; hits say what matched the query."""

    products: tuple[Hit, ...]
    filter_counts: FilterCounts
    pagination: Pagination
