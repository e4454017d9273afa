"""The nested response model of FastAPI's peer."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, PlainSerializer

Moment = Annotated[datetime, PlainSerializer(datetime.isoformat, when_used="json")]


class Out(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class PriceOut(Out):
    id: int
    price_type: str
    amount: Decimal
    currency: str


class SessionOut(Out):
    id: int
    title: str
    location: str
    venue: str
    start_date: Moment
    end_date: Moment
    sequence: int
    url: str | None
    has_url: bool
    time_zone: str
    instructors: list[str]


class EventOut(Out):
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
    is_unlimited: bool
    availability: str
    availability_reason: str
    sessions: list[SessionOut]


class RecommendedOut(Out):
    essp_id: int
    product_id: int
    product_code: str
    product_name: str
    product_short_name: str
    store_product_id: int
    variation_type: str
    variation_name: str
    prices: list[PriceOut]


class VariationOut(Out):
    id: int
    variation_id: int
    store_product_id: int
    store_product_code: str
    variation_type: str
    name: str
    code: str | None
    description: str | None
    description_short: str | None
    prices: list[PriceOut]
    recommended_product: RecommendedOut | None
    events: list[EventOut]


class ProductOut(Out):
    item_type: Literal["product"]
    is_bundle: bool
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
    type: str
    variations: list[VariationOut]
    matched_on: list[str]


class PageOut(Out):
    products: list[ProductOut]
    filter_counts: dict[str, Any]
    pagination: dict[str, Any]
