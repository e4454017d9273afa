"""Prices and recommended products."""

from pydantic import Field, JsonValue

from api.schemas.output import Amount, Id, Out
from domain.catalogue import PriceType

PRICE_TYPES: list[JsonValue] = [kind.value for kind in PriceType]


class PriceHitOut(Out):
    """An amount of money."""

    id: Id = Field(description="The id of the price.", examples=[133])
    price_type: str = Field(
        description=f"{', '.join(f'`{word}`' for word in PRICE_TYPES)}, or another word.",
        # Not an enum: other systems store words of their own.
        examples=PRICE_TYPES,
        json_schema_extra={"x-extensible-enum": PRICE_TYPES},
    )
    amount: Amount = Field(description="The amount, with two decimals.", examples=["755.00"])
    currency: str = Field(description="The ISO 4217 code of the currency.", examples=["GBP"])


class RecommendedProductOut(Out):
    """Another store product of the same exam session."""

    essp_id: Id = Field(description="The id of the store product.", examples=[391])
    product_id: Id = Field(description="The id of the catalogue product.", examples=[9])
    product_code: str = Field(description="The code of the catalogue product.", examples=["ASSIGN"])
    product_name: str = Field(
        description="The full name of the catalogue product.", examples=["Assignment Marking"]
    )
    product_short_name: str = Field(
        description="The short name of the catalogue product.", examples=["Assignments"]
    )
    store_product_id: Id = Field(description="The same as `essp_id`.", examples=[391])
    variation_type: str = Field(description="The type of the variation.", examples=["Marking"])
    variation_name: str = Field(
        description="The name of the variation.", examples=["Marked by a tutor"]
    )
    prices: list[PriceHitOut] = Field(description="The prices, one of each type.")
