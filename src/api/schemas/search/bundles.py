"""Bundles: several store products that are sold together."""

from typing import Literal

from pydantic import Field

from api.schemas.output import Id, Out
from api.schemas.search.matches import MatchOut
from api.schemas.search.prices import PriceHitOut


class ComponentProductOut(Out):
    """The catalogue product of a component."""

    id: Id = Field(description="The id of the catalogue product.", examples=[4])
    fullname: str = Field(description="Its full name.", examples=["Assignment Marking"])
    type: Literal["Tutorial", "Materials", "Markings"] = Field(
        description="The kind of product.", examples=["Markings"]
    )
    code: str = Field(description="Its code.", examples=["ASSIGN"])
    name: str = Field(description="The same as `fullname`.", examples=["Assignment Marking"])
    short_name: str = Field(description="Its short name.", examples=["Assignments"])


class ComponentProductVariationOut(Out):
    """The product variation of a component."""

    id: Id = Field(description="The id of the product variation.", examples=[3])
    name: str = Field(description="Its name.", examples=["Marked by a tutor"])
    variation_type: str = Field(description="Its type.", examples=["Marking"])
    description_short: str | None = Field(
        description="A short description, if any.", examples=["With comments"]
    )


class ComponentVariationOut(Out):
    """The pair of product and variation of a component."""

    id: Id = Field(description="The id of the pair of product and variation.", examples=[6])
    variation_id: Id = Field(description="The id of the product variation.", examples=[3])
    variation_type: str = Field(description="The type of the variation.", examples=["Marking"])
    name: str = Field(description="The name of the variation.", examples=["Marked by a tutor"])
    code: str | None = Field(description="The code of the variation.", examples=["MARKED"])
    description: str | None = Field(description="A long description, if any.", examples=[None])
    description_short: str | None = Field(
        description="A short description, if any.", examples=["With comments"]
    )


class BundleComponentOut(Out):
    """A store product in a bundle."""

    id: Id = Field(description="The id of the store product.", examples=[34])
    store_product_id: Id = Field(description="The same as `id`.", examples=[34])
    product_code: str = Field(
        description="The code of the store product.", examples=["CM2/ASSIGN/MARKED/27A"]
    )
    store_product_code: str = Field(
        description="The same as `product_code`.", examples=["CM2/ASSIGN/MARKED/27A"]
    )
    product: ComponentProductOut = Field(description="The catalogue product.")
    product_variation: ComponentProductVariationOut = Field(description="The product variation.")
    variation: ComponentVariationOut = Field(description="The pair of product and variation.")
    prices: list[PriceHitOut] = Field(description="The prices, one of each type.")
    default_price_type: str = Field(
        description="The type of price that the bundle is sold at.", examples=["standard"]
    )
    quantity: int = Field(description="The quantity in the bundle.", examples=[1])
    sort_order: int = Field(description="The position in the bundle.", examples=[1])


class BundleHitOut(Out):
    """Products sold together."""

    item_type: Literal["bundle"] = Field(description="Always `bundle`.", examples=["bundle"])
    is_bundle: Literal[True] = Field(description="Always true.", examples=[True])
    id: Id = Field(description="The id of the store bundle.", examples=[3])
    essp_id: Id = Field(description="The same as `id`.", examples=[3])
    type: Literal["Bundle"] = Field(description="Always `Bundle`.", examples=["Bundle"])
    bundle_type: Literal["store"] = Field(description="Always `store`.", examples=["store"])
    code: str = Field(description="The code of the subject.", examples=["CM2"])
    name: str = Field(description="The name of the bundle.", examples=["CM2 marking bundle"])
    bundle_name: str = Field(description="The same as `name`.", examples=["CM2 marking bundle"])
    shortname: str = Field(description="The same as `name`.", examples=["CM2 marking bundle"])
    fullname: str = Field(
        description="The description, or the name of a bundle without one.",
        examples=["CM2 marking bundle"],
    )
    description: str | None = Field(description="The description, if any.", examples=[None])
    is_featured: bool = Field(description="Whether the shop features the bundle.", examples=[True])
    subject_id: Id = Field(description="The id of the subject.", examples=[5])
    subject_code: str = Field(description="The code of the subject.", examples=["CM2"])
    subject_description: str | None = Field(
        description="The description of the subject, if any.", examples=["Models of risk"]
    )
    exam_session_id: Id = Field(description="The id of the exam session.", examples=[1])
    exam_session_code: str = Field(description="The code of the exam session.", examples=["27A"])
    components_count: int = Field(description="The number of components.", examples=[1])
    components: list[BundleComponentOut] = Field(
        description="The active components, ascending by `sort_order`, then by id."
    )
    matched_on: list[MatchOut] = Field(
        description="Where the words of the query matched; empty without a query."
    )
