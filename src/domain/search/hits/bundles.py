"""The bundles that a search shows, with their components."""

from dataclasses import dataclass
from typing import Literal

from domain.search.hits.products import Match, PriceHit


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

    `id` and `essp_id` are the store bundle's id. Bundles have no code, so `code` is that of the
    subject. `name`, `bundle_name` and `shortname` are equal; `fullname` is the description, or
    the name if there is no description.
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
