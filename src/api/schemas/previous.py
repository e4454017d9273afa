"""The answers of the previous system's addresses."""

from datetime import date

from pydantic import Field

from api.schemas.output import Id, Moment, Out


class PreviousEventOut(Out):
    """A tutorial event without its sessions."""

    id: Id = Field(description="The event's id.", examples=[120])
    code: str = Field(description="The event's code.", examples=["CM2-LON-120-27A"])
    venue: str = Field(description="The event's venue.", examples=["Bridge House"])
    is_soldout: bool = Field(description="Whether it is marked as sold out.", examples=[False])
    finalisation_date: date | None = Field(
        description="When it is decided whether the event takes place.", examples=["2027-03-10"]
    )
    remain_space: int = Field(
        description="The places left.", examples=[12], json_schema_extra={"format": "int32"}
    )
    start_date: date = Field(description="The first day.", examples=["2027-03-24"])
    end_date: date = Field(description="The last day.", examples=["2027-03-31"])
    created_at: Moment = Field(
        description="When it was stored.", examples=["2026-11-01T09:30:00+00:00"]
    )
    updated_at: Moment = Field(
        description="When it was last changed.", examples=["2026-11-02T09:30:00+00:00"]
    )
    store_product: Id = Field(description="The store product's id.", examples=[377])
    store_product_code: str = Field(
        description="The store product's code.", examples=["CM2/TLON/F2F_2/27A"]
    )
    subject_code: str = Field(description="The subject's code.", examples=["CM2"])


class PreviousTutorialProductOut(Out):
    """A store product that is a tutorial by its full name."""

    subject_code: str = Field(description="The subject's code.", examples=["CM2"])
    subject_name: str | None = Field(
        description="The subject's description.", examples=["Models of risk"]
    )
    location: str = Field(
        description="The catalogue product's full name.", examples=["Tutorial - London"]
    )
    product_id: Id = Field(description="The catalogue product's id.", examples=[7])


class PreviousVariationOut(Out):
    """A store product, shown as the variation in which a product is sold."""

    id: Id = Field(description="The store product's id.", examples=[377])
    variation_type: str = Field(description="The variation's type.", examples=["Tutorial"])
    name: str = Field(description="The variation's name.", examples=["Two days"])
    description: str | None = Field(description="The variation's description.", examples=[None])
    description_short: str | None = Field(description="The same in short.", examples=["Two days"])
    product_code: str = Field(
        description="The store product's code.", examples=["CM2/TLON/F2F_2/27A"]
    )
