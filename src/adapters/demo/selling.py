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
from adapters.demo.bundles import RECOMMENDATIONS, DemoBundle


def create_bundles(bundles: Iterable[DemoBundle]) -> None:
    """Create the missing bundles and their templates."""
    stored = StoreProduct.objects.select_related("exam_session_subject")
    by_code = {sold.product_code: sold for sold in stored}
    for order, bundle in enumerate(bundles):
        components = [by_code[component.code] for component in bundle.components]
        template = _template(bundle, components, order)
        kept, is_new = StoreBundle.objects.get_or_create(
            bundle_template=template,
            exam_session_subject=components[0].exam_session_subject,
            defaults={"display_order": order},
        )
        if is_new:
            StoreBundleItem.objects.bulk_create(
                StoreBundleItem(bundle=kept, product=component, sort_order=place)
                for place, component in enumerate(components)
            )


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


def _template(bundle: DemoBundle, components: list[StoreProduct], order: int) -> ProductBundle:
    template, is_new = ProductBundle.objects.get_or_create(
        subject_id=components[0].exam_session_subject.subject_id,
        bundle_name=bundle.name,
        defaults={
            "bundle_description": bundle.description,
            "is_featured": bundle.is_featured,
            "display_order": order,
        },
    )
    if is_new:
        ProductBundleItem.objects.bulk_create(
            ProductBundleItem(
                bundle=template,
                product_product_variation_id=component.product_product_variation_id,
                sort_order=place,
            )
            for place, component in enumerate(components)
        )
    return template
