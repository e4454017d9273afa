"""What the peers on Django's ORM ask the database: nine statements, whatever the page's size.

A single statement for all the related rows would join ten tables, and planning it would cost more
than all of this: hence the group's products first, and recommendations apart.
"""

from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Prefetch
from django.utils import timezone

from adapters.catalogue.models import Price, ProductFilterGroup, StoreProduct
from adapters.tutorials.models import TutorialEvent, TutorialSession
from domain.tutorials.availability import Places, availability_on

PAIR, SITTING = "product_product_variation", "exam_session_subject"
GROUP, PAGE_SIZE = "Face to face", 20
PRICES = Prefetch("prices", Price.objects.order_by("id"))
EVENTS = Prefetch(
    "tutorial_events",
    TutorialEvent.objects.order_by("start_date", "code").prefetch_related(
        Prefetch("sessions", TutorialSession.objects.order_by("sequence", "id"))
    ),
)


def page() -> list[dict[str, Any]]:
    """Return the first products, each with its one variation, whose rows are fetched already."""
    in_group = ProductFilterGroup.objects.filter(product_group__name=GROUP)
    products = list(in_group.values_list("product_id", flat=True))
    rows = list(
        StoreProduct.objects.filter(is_active=True, **{f"{PAIR}__product__in": products})
        .select_related(
            *(f"{PAIR}__product", f"{PAIR}__product_variation"),
            *(f"{SITTING}__subject", f"{SITTING}__exam_session"),
        )
        .prefetch_related(f"{PAIR}__recommendation", PRICES, EVENTS)
        .order_by(f"{SITTING}__subject__code", f"{PAIR}__product__shortname", "id")[:PAGE_SIZE]
    )
    recommended = _recommended(rows)
    return [_product(row, recommended) for row in rows]


@cache
def zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def local(moment: datetime, time_zone: str) -> datetime:
    return moment.astimezone(zone(time_zone))


def availability(event: Any) -> tuple[str, str]:
    """Return whether an event can be booked today, and why: the rule of the service itself."""
    places = Places(event.is_soldout, bool(event.is_unlimited), event.remain_space)
    return availability_on(
        timezone.localdate(), places, last=event.end_date, closes=event.finalisation_date
    )


def _wanted_pair(row: StoreProduct) -> int | None:
    recommendation = getattr(row.product_product_variation, "recommendation", None)
    return recommendation and recommendation.recommended_product_product_variation_id


def _recommended(rows: list[StoreProduct]) -> dict[tuple[int, int], StoreProduct]:
    """Return the recommended store products by their sitting and pair."""
    found = StoreProduct.objects.filter(
        is_active=True,
        exam_session_subject__in={row.exam_session_subject_id for row in rows},
        product_product_variation__in={_wanted_pair(row) for row in rows} - {None},
    )
    related = found.select_related(f"{PAIR}__product", f"{PAIR}__product_variation")
    return {
        (row.exam_session_subject_id, row.product_product_variation_id): row
        for row in related.prefetch_related(PRICES)
    }


def _product(row: StoreProduct, recommended: dict[tuple[int, int], StoreProduct]) -> dict[str, Any]:
    product = row.product_product_variation.product
    sitting = row.exam_session_subject
    beside = recommended.get((row.exam_session_subject_id, _wanted_pair(row) or 0))
    return {
        "item_type": "product",
        "is_bundle": False,
        "id": row.id,
        "essp_id": row.id,
        "store_product_id": row.id,
        "product_id": product.id,
        "product_code": product.code,
        "product_name": product.fullname,
        "product_short_name": product.shortname,
        "product_description": product.description,
        "buy_both": product.buy_both,
        "subject_id": sitting.subject.id,
        "subject_code": sitting.subject.code,
        "subject_description": sitting.subject.description,
        "exam_session_id": sitting.exam_session.id,
        "exam_session_code": sitting.exam_session.session_code,
        "type": "Tutorial",
        "variations": [_variation(row, beside)],
        "matched_on": [],
    }


def _variation(row: StoreProduct, beside: StoreProduct | None) -> dict[str, Any]:
    variation = row.product_product_variation.product_variation
    return {
        "id": row.product_product_variation_id,
        "variation_id": variation.id,
        "store_product_id": row.id,
        "store_product_code": row.product_code,
        "variation_type": variation.variation_type,
        "name": variation.name,
        "code": variation.code,
        "description": variation.description,
        "description_short": variation.description_short,
        "prices": row.prices.all(),
        "recommended_product": beside and _beside(beside),
        "events": row.tutorial_events.all(),
    }


def _beside(row: StoreProduct) -> dict[str, Any]:
    product = row.product_product_variation.product
    variation = row.product_product_variation.product_variation
    return {
        "essp_id": row.id,
        "product_id": product.id,
        "product_code": product.code,
        "product_name": product.fullname,
        "product_short_name": product.shortname,
        "store_product_id": row.id,
        "variation_type": variation.variation_type,
        "variation_name": variation.name,
        "prices": row.prices.all(),
    }
