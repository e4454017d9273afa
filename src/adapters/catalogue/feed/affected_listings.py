"""The listings that are affected by changed rows.

They are found from the store products that refer to a changed row now. This is complete: if a store
product referred to another row before, the store product itself was changed, and is in the log.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet

from adapters.catalogue.changes.change_log import Changed
from adapters.catalogue.models import StoreBundle, StoreProduct
from adapters.postgres.statements import Only, fetch, within
from domain.search.listings.documents import ListingKey

# The lookup path from a store product or a bundle, by the kind that `0003_changes.py` logs.
_PAIR, _SITTING = "product_product_variation", "exam_session_subject"
_STORE_PRODUCTS = {
    "exam_session": f"{_SITTING}__exam_session",
    "filter_group": f"{_PAIR}__product__filter_groups__product_group",
    "pair": _PAIR,
    "product": f"{_PAIR}__product",
    "sitting": _SITTING,
    "subject": f"{_SITTING}__subject",
    "variation": f"{_PAIR}__product_variation",
}
_BUNDLES = {
    "exam_session": f"{_SITTING}__exam_session",
    "sitting": _SITTING,
    "subject": f"{_SITTING}__subject",
    "template": "bundle_template",
}

# Listing keys of the store products, of products that recommend them, and of their bundles.
_KEYS = """
    WITH changed AS (
        SELECT id, product_product_variation_id AS pair_id, exam_session_subject_id AS sitting_id
        FROM acted.products WHERE id = ANY(%(ids)s)
    )
    SELECT 'product', pair.product_id, changed.sitting_id
    FROM changed JOIN acted.catalog_product_product_variations pair ON pair.id = changed.pair_id
    UNION
    SELECT 'product', pair.product_id, other.exam_session_subject_id
    FROM changed
        JOIN acted.product_productvariation_recommendations recommendation
            ON recommendation.recommended_product_product_variation_id = changed.pair_id
        JOIN acted.products other
            ON other.product_product_variation_id = recommendation.product_product_variation_id
            AND other.exam_session_subject_id = changed.sitting_id
        JOIN acted.catalog_product_product_variations pair
            ON pair.id = other.product_product_variation_id
    UNION
    SELECT 'bundle', item.bundle_id, 0
    FROM changed JOIN acted.bundle_products item ON item.product_id = changed.id
"""
_SOLD_UNDER = """
    SELECT sold.id
    FROM unnest(%(product_ids)s::bigint[], %(sitting_ids)s::bigint[])
            AS wanted (product_id, sitting_id)
        JOIN acted.catalog_product_product_variations pair USING (product_id)
        JOIN acted.products sold
            ON sold.product_product_variation_id = pair.id
            AND sold.exam_session_subject_id = wanted.sitting_id
    WHERE sold.is_active IS NOT FALSE
"""


def changed_store_products(changed: Changed) -> set[int]:
    """Return the ids of the store products that refer to a changed row, or were deleted."""
    return _standing_on(changed, "store_product", StoreProduct, _STORE_PRODUCTS)


def changed_bundles(changed: Changed) -> set[int]:
    """Return the ids of the bundles that refer to a changed row, or were deleted."""
    return _standing_on(changed, "bundle", StoreBundle, _BUNDLES)


def _standing_on(
    changed: Changed, own_kind: str, model: type[Model], paths: Mapping[str, str]
) -> set[int]:
    found = set(changed.ids.get(own_kind, ()))
    for kind in paths.keys() & changed.ids.keys():
        found.update(id_ for (id_,) in fetch(_at, changed.ids[kind], model, paths[kind]))
    return found


def _at(only: Only, model: type[Model], path: str) -> QuerySet[Any, Any]:
    found = within(model._default_manager.order_by(), f"{path}__id", only)
    return found.values_list("id")


def keys_showing(store_product_ids: Iterable[int]) -> set[ListingKey]:
    """Return the keys of the listings that sell, recommend or bundle one of these."""
    with connection.cursor() as cursor:
        cursor.execute(_KEYS, {"ids": list(store_product_ids)})
        return set(cursor.fetchall())


def sold_under(keys: Iterable[ListingKey]) -> set[int]:
    """Return the ids of the active store products that are shown under these keys."""
    wanted = [(product, sitting) for kind, product, sitting in keys if kind == "product"]
    if not wanted:
        return set()
    with connection.cursor() as cursor:
        products, sittings = [product for product, _ in wanted], [sitting for _, sitting in wanted]
        cursor.execute(_SOLD_UNDER, {"product_ids": products, "sitting_ids": sittings})
        return {store_product_id for (store_product_id,) in cursor.fetchall()}
