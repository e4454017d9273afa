"""Active bundles with their components, and their listings: two statements."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from adapters.catalogue.feed.columns import BUNDLE_FIELDS
from adapters.catalogue.feed.product_listings import Selling
from adapters.catalogue.models import StoreBundle, StoreBundleItem
from adapters.postgres.statements import Only, Row, fetch, grouped, named, within
from domain.search.hits.bundles import (
    BundleComponent,
    BundleHit,
    ComponentProduct,
    ComponentProductVariation,
    ComponentVariation,
)
from domain.search.listings.documents import BundleListing, Listing, bundle_key

_ITEM_FIELDS = ("id", "product_id", "default_price_type", "quantity", "sort_order")


class Bundling:
    """The active bundles in `only` that have a component for sale."""

    def __init__(self, only: Only = None) -> None:
        self._bundles = list(named(BUNDLE_FIELDS, fetch(_active_bundles, only)))
        items = named(("bundle_id", *_ITEM_FIELDS), fetch(_active_items, only))
        self._items = grouped((row.pop("bundle_id"), row) for row in items)

    @property
    def store_product_ids(self) -> set[int]:
        """The store products that the listings need."""
        return {item["product_id"] for items in self._items.values() for item in items}

    def listings(self, selling: Selling) -> Iterator[BundleListing]:
        for bundle in self._bundles:
            if items := self._items.get(bundle["id"]):
                sold = [selling.alone(item["product_id"]) for item in items]
                yield BundleListing(
                    key=bundle_key(bundle["id"]),
                    hit=_hit(bundle, tuple(map(_component, items, sold))),
                    components=tuple(sold),
                )


def _hit(bundle: Row, components: tuple[BundleComponent, ...]) -> BundleHit:
    template_name, own_name = bundle.pop("template_name"), bundle.pop("override_name")
    template_text, own_text = bundle.pop("template_description"), bundle.pop("override_description")
    name, description = own_name or template_name, own_text or template_text
    return BundleHit(
        **bundle,
        essp_id=bundle["id"],
        item_type="bundle",
        is_bundle=True,
        type="Bundle",
        bundle_type="store",
        code=bundle["subject_code"],
        name=name,
        bundle_name=name,
        shortname=name,
        fullname=description or name,
        description=description,
        components_count=len(components),
        components=components,
        matched_on=(),
    )


def _component(item: Row, sold: Listing) -> BundleComponent:
    hit = sold.hit
    (variation,) = hit.variations
    return BundleComponent(
        id=variation.store_product_id,
        store_product_id=variation.store_product_id,
        product_code=variation.store_product_code,
        store_product_code=variation.store_product_code,
        product=ComponentProduct(
            id=hit.product_id,
            fullname=hit.product_name,
            type=hit.type,
            code=hit.product_code,
            name=hit.product_name,
            short_name=hit.product_short_name,
        ),
        product_variation=ComponentProductVariation(
            id=variation.variation_id,
            name=variation.name,
            variation_type=variation.variation_type,
            description_short=variation.description_short,
        ),
        variation=ComponentVariation(
            **{name: getattr(variation, name) for name in ComponentVariation.__dataclass_fields__}
        ),
        prices=variation.prices,
        default_price_type=item["default_price_type"],
        quantity=item["quantity"],
        sort_order=item["sort_order"],
    )


def _active_bundles(only: Only) -> QuerySet[StoreBundle, Any]:
    found = StoreBundle.objects.filter(is_active=True, bundle_template__is_active=True)
    return within(found, "id", only).order_by("id").values_list(*BUNDLE_FIELDS.values())


def _active_items(only: Only) -> QuerySet[StoreBundleItem, Any]:
    found = StoreBundleItem.objects.filter(is_active=True, product__is_active=True)
    ordered = within(found, "bundle__id", only).order_by("sort_order", "id")
    return ordered.values_list("bundle_id", *_ITEM_FIELDS)
