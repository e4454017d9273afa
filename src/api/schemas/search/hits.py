"""The products of a search, with their variations, events and sessions."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from api.schemas.output import Id, Out
from api.schemas.search.bundles import BundleHitOut
from api.schemas.search.matches import MatchOut
from api.schemas.search.prices import PriceHitOut, RecommendedProductOut
from api.schemas.tutorials.events import TutorialSessionOut
from domain.tutorials.availability import Availability


class EventHitOut(Out):
    """A tutorial event of a variation."""

    id: Id = Field(description="The id of the event.", examples=[120])
    code: str = Field(description="The unique code of the event.", examples=["CM2-LON-032-27A"])
    title: str = Field(description="The same as `code`.", examples=["CM2-LON-032-27A"])
    venue: str = Field(description="The venue of the event.", examples=["Bridge House"])
    is_soldout: bool = Field(description="Whether staff marked it as sold out.", examples=[False])
    remain_space: int = Field(description="The number of places left.", examples=[12])
    finalisation_date: date | None = Field(
        description="The day on which the event is finalised, if one is set.",
        examples=["2027-03-10"],
    )
    start_date: date = Field(description="The first day of the event.", examples=["2027-03-24"])
    end_date: date = Field(description="The last day of the event.", examples=["2027-03-31"])
    price: None = Field(description="Always null: the variation has the prices.", examples=[None])
    is_unlimited: bool = Field(
        description="Whether the number of places is not limited.", examples=[False]
    )
    availability: Availability = Field(
        description="Whether the event can be booked.", examples=["available"]
    )
    availability_reason: str = Field(
        description="Why the event has this availability.", examples=["12 places are left."]
    )
    sessions: list[TutorialSessionOut] = Field(
        description="The sessions, ascending by sequence; empty if none are planned."
    )


class VariationHitOut(Out):
    """One way to buy a product."""

    id: Id = Field(description="The id of the pair of product and variation.", examples=[61])
    variation_id: Id = Field(description="The id of the product variation.", examples=[12])
    store_product_id: Id = Field(description="The id of the store product.", examples=[377])
    store_product_code: str = Field(
        description="The unique code of the store product.", examples=["CM2/TLON/F2F_2/27A"]
    )
    variation_type: str = Field(description="The type of the variation.", examples=["Tutorial"])
    name: str = Field(description="The name of the variation.", examples=["Two days"])
    code: str | None = Field(description="The code of the variation.", examples=["F2F_2"])
    description: str | None = Field(description="A long description, if any.", examples=[None])
    description_short: str | None = Field(
        description="A short description, if any.", examples=["Two days"]
    )
    prices: list[PriceHitOut] = Field(description="The prices, one of each type.")
    recommended_product: RecommendedProductOut | None = Field(
        description="A recommended product of the same exam session, if any.",
        examples=[None],
    )


class TutorialVariationHitOut(VariationHitOut):
    """One way to buy a tutorial, with its events."""

    events: list[EventHitOut] = Field(
        description="The events, ascending by first day, then by code."
    )


class BaseHitOut(Out):
    """A product for a subject in an exam session."""

    item_type: Literal["product"] = Field(description="Always `product`.", examples=["product"])
    is_bundle: Literal[False] = Field(description="Always false.", examples=[False])
    id: Id = Field(description="The id of the first store product of the group.", examples=[377])
    essp_id: Id = Field(description="The same as `id`.", examples=[377])
    store_product_id: Id = Field(description="The same as `id`.", examples=[377])
    product_id: Id = Field(description="The id of the catalogue product.", examples=[7])
    product_code: str = Field(description="The code of the catalogue product.", examples=["TLON"])
    product_name: str = Field(
        description="The full name of the catalogue product.", examples=["Tutorial - London"]
    )
    product_short_name: str = Field(
        description="The short name of the catalogue product.", examples=["London"]
    )
    product_description: str | None = Field(
        description="The description of the catalogue product, if any.", examples=[None]
    )
    buy_both: bool = Field(
        description="Whether two variations can be bought together.", examples=[False]
    )
    subject_id: Id = Field(description="The id of the subject.", examples=[5])
    subject_code: str = Field(description="The code of the subject.", examples=["CM2"])
    subject_description: str | None = Field(
        description="The description of the subject, if any.", examples=["Models of risk"]
    )
    exam_session_id: Id = Field(description="The id of the exam session.", examples=[1])
    exam_session_code: str = Field(description="The code of the exam session.", examples=["27A"])


class TutorialHitOut(BaseHitOut):
    """A tutorial: its variations have events."""

    type: Literal["Tutorial"] = Field(description="Always `Tutorial`.", examples=["Tutorial"])
    variations: list[TutorialVariationHitOut] = Field(description="The ways to buy it.")
    matched_on: list[MatchOut] = Field(
        description="Where the words of the query matched; empty without a query."
    )


class ProductHitOut(BaseHitOut):
    """A product that is not a tutorial: reading material, or marking of written work."""

    type: Literal["Materials", "Markings"] = Field(
        description="The kind of product.", examples=["Materials"]
    )
    variations: list[VariationHitOut] = Field(description="The ways to buy it.")
    matched_on: list[MatchOut] = Field(
        description="Where the words of the query matched; empty without a query."
    )


type HitOut = Annotated[
    TutorialHitOut | ProductHitOut | BundleHitOut,
    Field(discriminator="type", description="A product for sale; `type` selects the schema."),
]
