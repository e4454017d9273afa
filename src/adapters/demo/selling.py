"""Stores bundles and recommendations for existing store products."""

from collections.abc import Iterable

from adapters.catalogue.models import (
    ProductBundle,
    ProductBundleItem,
    ProductVariation,
    Recommendation,
    StoreBundle,
    StoreBundleItem,
    StoreProduct,
)
from adapters.catalogue.store.new_rows import NewRows
from adapters.demo.bundles import RECOMMENDATIONS, DemoBundle

type Parts = tuple[DemoBundle, list[StoreProduct]]


def create_bundles(bundles: Iterable[DemoBundle]) -> None:
    """Create the missing bundles and their templates."""
    stored = StoreProduct.objects.select_related("exam_session_subject")
    by_code = {sold.product_code: sold for sold in stored}
    parts = [(bundle, [by_code[sold.code] for sold in bundle.components]) for bundle in bundles]
    templates = _create_templates(parts)
    known = StoreBundle.objects.values_list("bundle_template_id", "exam_session_subject_id", "id")
    existing = {(template, sitting): id_ for template, sitting, id_ in known}
    rows, components = {}, {}
    for order, (bundle, sold) in enumerate(parts):
        sitting = sold[0].exam_session_subject
        key = templates[sitting.subject_id, bundle.name], sitting.pk
        components[key] = sold
        rows[key] = StoreBundle(
            bundle_template_id=key[0], exam_session_subject_id=key[1], display_order=order
        )
    ids = NewRows().add("bundles", rows, existing)
    StoreBundleItem.objects.bulk_create(
        StoreBundleItem(bundle_id=ids[key], product=component, sort_order=place)
        for key in rows
        if key not in existing
        for place, component in enumerate(components[key])
    )


def _create_templates(parts: Iterable[Parts]) -> dict[tuple[int, str], int]:
    """Create the missing templates; return their ids by subject and name."""
    known = ProductBundle.objects.values_list("subject_id", "bundle_name", "id")
    existing = {(subject, name): id_ for subject, name, id_ in known}
    rows: dict[tuple[int, str], ProductBundle] = {}
    components: dict[tuple[int, str], list[StoreProduct]] = {}
    for order, (bundle, sold) in enumerate(parts):
        key = sold[0].exam_session_subject.subject_id, bundle.name
        # Each bundle is sold in several exam sessions.
        if key in rows:
            continue
        components[key] = sold
        rows[key] = ProductBundle(
            subject_id=key[0],
            bundle_name=bundle.name,
            bundle_description=bundle.description,
            is_featured=bundle.is_featured,
            display_order=order,
        )
    ids = NewRows().add("templates", rows, existing)
    ProductBundleItem.objects.bulk_create(
        ProductBundleItem(
            bundle_id=ids[key],
            product_product_variation_id=component.product_product_variation_id,
            sort_order=place,
        )
        for key in rows
        if key not in existing
        for place, component in enumerate(components[key])
    )
    return ids


def create_recommendations() -> None:
    """Create recommendations for the products that have none."""
    found = ProductVariation.objects.values_list(
        "product__fullname", "product_variation__code", "id"
    )
    pairs = {(name, code): pair_id for name, code, pair_id in found}
    for (name, variation), (other_name, other_variation) in RECOMMENDATIONS.items():
        Recommendation.objects.get_or_create(
            product_product_variation_id=pairs[name, variation.code],
            defaults={
                "recommended_product_product_variation_id": pairs[other_name, other_variation.code]
            },
        )
