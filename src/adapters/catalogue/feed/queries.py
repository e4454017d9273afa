"""The statements that read active store products and their data.

Each reads everything, or the data of the store products (or catalogue products) in `only`.
"""

from typing import Any

from django.db.models import F, QuerySet

from adapters.catalogue.feed.columns import PRODUCT_FIELDS, VARIATION_FIELDS
from adapters.catalogue.models import Price, ProductFilterGroup, StoreProduct
from adapters.postgres.statements import Only, Row, fetch, grouped, named, of_active, within
from domain.search.hits.products import PriceHit

_FIELDS = {**PRODUCT_FIELDS, **VARIATION_FIELDS, "sitting_id": "exam_session_subject_id"}
_RECOMMENDED = (
    "product_product_variation__recommendation__recommended_product_product_variation"
    "__store_products"
)


def store_products(only: Only) -> dict[int, Row]:
    """Return the rows by id, in ascending order."""
    found = named(_FIELDS, fetch(_active_store_products, only))
    return {row["store_product_id"]: row for row in found}


def _active_store_products(only: Only) -> QuerySet[StoreProduct, Any]:
    found = within(StoreProduct.objects.filter(is_active=True), "id", only)
    return found.order_by("id").values_list(*_FIELDS.values())


def recommended(only: Only) -> dict[int, int]:
    """Return the active recommended product of the same exam session, by store product."""
    return dict(fetch(_recommendations, only))


def _recommendations(only: Only) -> QuerySet[StoreProduct, Any]:
    found = StoreProduct.objects.filter(
        **{
            f"{_RECOMMENDED}__is_active": True,
            f"{_RECOMMENDED}__exam_session_subject": F("exam_session_subject"),
        }
    )
    found = within(found.filter(is_active=True), "id", only).order_by()
    return found.values_list("id", f"{_RECOMMENDED}__id")


def prices(only: Only) -> dict[int, list[PriceHit]]:
    """Return the prices by store product, without NULL and NaN."""
    found = fetch(_all_prices, only)
    return grouped(
        (product_id, PriceHit(id=id_, price_type=kind, amount=amount, currency=currency))
        for product_id, id_, kind, amount, currency in found
        if amount is not None and amount.is_finite()
    )


def _all_prices(only: Only) -> QuerySet[Price, Any]:
    found = of_active(Price.objects.order_by("product_id", "id"), "product", only)
    return found.values_list("product_id", "id", "price_type", "amount", "currency")


def groups(only: Only) -> dict[int, list[tuple[int, str]]]:
    """Return the ids and names of the filter groups of each catalogue product."""
    found = fetch(_memberships, only)
    return grouped((product_id, (group_id, name)) for product_id, group_id, name in found)


def _memberships(only: Only) -> QuerySet[ProductFilterGroup, Any]:
    found = within(ProductFilterGroup.objects.all(), "product__id", only)
    return found.values_list("product_id", "product_group_id", "product_group__name")
