"""Ensures store products and their prices."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import models

from adapters.catalogue.models import Price, StoreProduct
from adapters.catalogue.store.new_rows import NewRows
from domain import catalogue as domain
from domain.errors import Conflict


def ensure_pairs(
    new_rows: NewRows,
    kind: str,
    model: type[models.Model],
    columns: tuple[str, str],
    wanted: Mapping[str, tuple[int, int]],
) -> dict[str, int]:
    """Ensure rows that link two others; return their ids by the names in `wanted`."""
    first, second = columns
    stored = model._default_manager.filter(
        **{f"{first}__in": {pair[0] for pair in wanted.values()}}
    )
    existing = {(a, b): id_ for a, b, id_ in stored.values_list(first, second, "id")}
    rows = {pair: model(**{first: pair[0], second: pair[1]}) for pair in wanted.values()}
    ids = new_rows.add(kind, rows, existing)
    return {name: ids[pair] for name, pair in wanted.items()}


def ensure_store_products(
    new_rows: NewRows, wanted: Mapping[str, tuple[int, int]]
) -> dict[str, int]:
    stored = StoreProduct.objects.filter(
        exam_session_subject_id__in={sitting for sitting, _ in wanted.values()}
    )
    columns = ("exam_session_subject_id", "product_product_variation_id", "id")
    existing = {(sitting, pair): id_ for sitting, pair, id_ in stored.values_list(*columns)}
    rows = {
        key: StoreProduct(
            product_code=code,
            exam_session_subject_id=key[0],
            product_product_variation_id=key[1],
        )
        for code, key in wanted.items()
    }
    _refuse_taken_codes(row for key, row in rows.items() if key not in existing)
    ids = new_rows.add("store products", rows, existing)
    return {code: ids[key] for code, key in wanted.items()}


def ensure_prices(new_rows: NewRows, wanted: Mapping[int, Sequence[domain.Price]]) -> None:
    stored = Price.objects.filter(product_id__in=wanted)
    existing = {(a, b): id_ for a, b, id_ in stored.values_list("product_id", "price_type", "id")}
    rows = {
        (product_id, str(price.price_type)): Price(
            product_id=product_id,
            price_type=price.price_type,
            amount=price.amount,
            currency=price.currency,
        )
        for product_id, prices in wanted.items()
        for price in prices
    }
    new_rows.add("prices", rows, existing)


def _refuse_taken_codes(new: Iterable[StoreProduct]) -> None:
    taken = (
        StoreProduct.objects.filter(product_code__in=[row.product_code for row in new])
        .select_related("product_product_variation__product")
        .first()
    )
    if taken:
        product = taken.product_product_variation.product
        raise Conflict(
            f"The code {taken.product_code} of a new store product belongs to "
            f"{product.fullname!r} already; give one of them another code"
        )
