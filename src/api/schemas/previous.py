"""The responses of the routes of the previous system."""

from datetime import date

from pydantic import Field

from api.schemas.output import Id, Moment, Out


class PreviousEventOut(Out):
    """A tutorial event without its sessions."""

    id: Id = Field(description="The id of the event.", examples=[120])
    code: str = Field(description="The code of the event.", examples=["CM2-LON-032-27A"])
    venue: str = Field(description="The venue of the event.", examples=["Bridge House"])
    is_soldout: bool = Field(description="Whether staff marked it as sold out.", examples=[False])
    finalisation_date: date | None = Field(
        description="The day on which the event is finalised, if one is set.",
        examples=["2027-03-10"],
    )
    remain_space: int = Field(
        description="The places left.", examples=[12], json_schema_extra={"format": "int32"}
    )
    start_date: date = Field(description="The first day.", examples=["2027-03-24"])
    end_date: date = Field(description="The last day.", examples=["2027-03-31"])
    created_at: Moment = Field(
        description="When the record was created.", examples=["2026-11-01T09:30:00+00:00"]
    )
    updated_at: Moment = Field(
        description="When the record was last changed.", examples=["2026-11-02T09:30:00+00:00"]
    )
    store_product: Id = Field(description="The id of the store product.", examples=[377])
    store_product_code: str = Field(
        description="The code of the store product.", examples=["CM2/TLON/F2F_2/27A"]
    )
    subject_code: str = Field(description="The code of the subject.", examples=["CM2"])


class PreviousTutorialProductOut(Out):
    """A store product that is a tutorial by its full name."""

    subject_code: str = Field(description="The code of the subject.", examples=["CM2"])
    subject_name: str | None = Field(
        description="The description of the subject.", examples=["Models of risk"]
    )
    location: str = Field(
        description="The full name of the catalogue product.", examples=["Tutorial - London"]
    )
    product_id: Id = Field(description="The id of the catalogue product.", examples=[7])


class PreviousVariationOut(Out):
    """A store product, shown as the variation in which a product is sold."""

    id: Id = Field(description="The id of the store product.", examples=[377])
    variation_type: str = Field(description="The type of the variation.", examples=["Tutorial"])
    name: str = Field(description="The name of the variation.", examples=["Two days"])
    description: str | None = Field(
        description="The description of the variation.", examples=[None]
    )
    description_short: str | None = Field(description="A short description.", examples=["Two days"])
    product_code: str = Field(
        description="The code of the store product.", examples=["CM2/TLON/F2F_2/27A"]
    )
