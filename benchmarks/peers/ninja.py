"""Django's ORM with prefetching, and nested Ninja schemas as the response."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

import orjson
from django.http import HttpRequest
from django.urls import path
from ninja import NinjaAPI, Schema
from ninja.renderers import BaseRenderer
from pydantic import field_serializer

from benchmarks.peers.given import REST
from benchmarks.peers.orm import availability, local, page


class PriceOut(Schema):
    id: int
    price_type: str
    amount: Decimal
    currency: str

    @field_serializer("amount")
    def as_text(self, value: Decimal) -> str:
        return str(value)


class SessionOut(Schema):
    id: int
    title: str
    location: str
    venue: str
    start_date: datetime
    end_date: datetime
    sequence: int
    url: str | None
    has_url: bool
    time_zone: str
    # No session of the data has one.
    instructors: list[str] = []

    @staticmethod
    def resolve_has_url(session: Any) -> bool:
        return session.url is not None

    @staticmethod
    def resolve_start_date(session: Any) -> datetime:
        return local(session.start_date, session.time_zone)

    @staticmethod
    def resolve_end_date(session: Any) -> datetime:
        return local(session.end_date, session.time_zone)


class EventOut(Schema):
    id: int
    code: str
    title: str
    venue: str
    is_soldout: bool
    remain_space: int
    finalisation_date: date | None
    start_date: date
    end_date: date
    price: None = None
    is_unlimited: bool
    availability: str
    availability_reason: str
    sessions: list[SessionOut]

    @staticmethod
    def resolve_is_unlimited(event: Any) -> bool:
        return bool(event.is_unlimited)

    @staticmethod
    def resolve_availability(event: Any) -> str:
        return availability(event)[0]

    @staticmethod
    def resolve_availability_reason(event: Any) -> str:
        return availability(event)[1]

    @staticmethod
    def resolve_title(event: Any) -> str:
        return event.code


class RecommendedOut(Schema):
    essp_id: int
    product_id: int
    product_code: str
    product_name: str
    product_short_name: str
    store_product_id: int
    variation_type: str
    variation_name: str
    prices: list[PriceOut]


class VariationOut(Schema):
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


class ProductOut(Schema):
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


class PageOut(Schema):
    products: list[ProductOut]
    filter_counts: dict[str, Any]
    pagination: dict[str, Any]


class OrjsonRenderer(BaseRenderer):
    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return orjson.dumps(data)


api = NinjaAPI(renderer=OrjsonRenderer())


@api.post("/search/unified/", response=PageOut)
def search(request: HttpRequest) -> dict[str, Any]:
    return {"products": page(), **REST}


urlpatterns = [path("api/", api.urls)]
