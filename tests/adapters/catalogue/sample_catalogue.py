"""A small catalogue in which a row of every table is visible.

It has a tutorial and notes for CM2, and notes for CM1 in a later exam session. The tutorial
recommends the notes. A bundle for CM2 has both, and one for CM1 has the tutorial of CM2.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from model_bakery import baker

from adapters.catalogue.models import (
    FilterConfiguration,
    FilterConfigurationGroup,
    FilterGroup,
    ProductBundle,
    ProductBundleItem,
    Recommendation,
    StoreBundle,
    StoreBundleItem,
    StoreProduct,
)
from adapters.catalogue.store.repository import DjangoStore
from adapters.tutorials.repository import DjangoTutorials
from domain.catalogue import ExamSession, Price, PriceType, Product, Variation
from domain.search.listings.documents import ListingKey, bundle_key, product_key
from tests.samples import event, store_product

NOTES = Product(
    code="CN",
    fullname="Course Notes",
    shortname="Notes",
    description=None,
    buy_both=True,
    groups=(),
)
PRINTED = Variation(
    variation_type="Printed",
    name="Printed copy",
    code=None,
    description=None,
    description_short=None,
)
LATER = ExamSession(session_code="26B", start_date=date(2026, 9, 1), end_date=date(2026, 9, 30))
PRICES = (Price(price_type=PriceType.STANDARD, amount=Decimal(60), currency="GBP"),)


@dataclass(frozen=True, slots=True)
class SampleCatalogue:
    tutorial: StoreProduct
    notes: StoreProduct
    other_notes: StoreProduct
    bundle: StoreBundle
    other_bundle: StoreBundle

    @property
    def keys(self) -> dict[str, ListingKey]:
        """The listings by short names: the tutorial, the notes, the other notes, the bundles."""
        names = {"t": self.tutorial, "n": self.notes, "o": self.other_notes}
        products = {
            name: product_key(
                sold.product_product_variation.product_id, sold.exam_session_subject_id
            )
            for name, sold in names.items()
        }
        bundles = {"b": bundle_key(self.bundle.pk), "c": bundle_key(self.other_bundle.pk)}
        return {**products, **bundles}


def make_sample_catalogue() -> SampleCatalogue:
    _make_filters()
    sold = [
        store_product(prices=PRICES),
        store_product(code="CM2/N", product=NOTES, variation=PRINTED, prices=PRICES),
        store_product(
            "CM1",
            code="CM1/N",
            exam_session=LATER,
            product=NOTES,
            variation=PRINTED,
            prices=PRICES,
        ),
    ]
    ids = DjangoStore().ensure(sold).ids
    tutorial, notes, other = (StoreProduct.objects.get(pk=ids[item.code]) for item in sold)
    DjangoTutorials().add([(event("A"), tutorial.pk)])
    Recommendation.objects.create(
        product_product_variation=tutorial.product_product_variation,
        recommended_product_product_variation=notes.product_product_variation,
    )
    bundle = make_bundle("Everything", tutorial, notes)
    return SampleCatalogue(
        tutorial, notes, other, bundle, make_bundle("Away", tutorial, sitting=other)
    )


def make_bundle(
    name: str, *components: StoreProduct, sitting: StoreProduct | None = None
) -> StoreBundle:
    where = (sitting or components[0]).exam_session_subject
    template = baker.make(ProductBundle, bundle_name=name, subject=where.subject)
    for component in components:
        baker.make(
            ProductBundleItem,
            bundle=template,
            product_product_variation=component.product_product_variation,
        )
    bundle = baker.make(StoreBundle, bundle_template=template, exam_session_subject=where)
    for order, component in enumerate(components):
        baker.make(StoreBundleItem, bundle=bundle, product=component, sort_order=order)
    return bundle


def _make_filters() -> None:
    group = baker.make(FilterGroup, name="Tutorial", parent=None)
    configuration = baker.make(FilterConfiguration, filter_key="categories")
    baker.make(FilterConfigurationGroup, filter_configuration=configuration, filter_group=group)
