from datetime import date
from decimal import Decimal

import psycopg
import pytest
from django.db import connection
from model_bakery import baker
from pytest_django import DjangoAssertNumQueries

from adapters.catalogue.changes.change_log import read_position
from adapters.catalogue.changes.position import Position
from adapters.catalogue.feed.catalogue_feed import DjangoCatalogueFeed as Feed
from adapters.catalogue.models import (
    FilterConfiguration,
    FilterConfigurationGroup,
    ProductFilterGroup,
    StoreBundle,
    StoreBundleItem,
    StoreProduct,
    Variation,
)
from adapters.catalogue.models import FilterGroup as FilterGroupRow
from adapters.catalogue.store.repository import DjangoStore
from adapters.tutorials.models import TutorialEvent
from adapters.tutorials.repository import DjangoTutorials
from domain.catalogue import Price, PriceType, Product
from domain.search.hits.bundles import BundleHit
from domain.search.hits.products import (
    ProductHit,
    TutorialHit,
)
from domain.search.listings.documents import AnyListing, BundleListing, FilterGroup, Listing
from tests.adapters.catalogue.sample_catalogue import make_sample_catalogue
from tests.samples import event, session, store_product

pytestmark = pytest.mark.django_db


def only_listing() -> Listing:
    (listing,) = Feed().load().listings
    assert isinstance(listing, Listing)
    return listing


def shown_events(listing: AnyListing) -> list[str]:
    """Return the codes of a tutorial's events."""
    assert isinstance(listing.hit, TutorialHit)
    return [event.code for variation in listing.hit.variations for event in variation.events]


def put_events(location: str, *codes: str) -> None:
    sold = store_product("CM2", location)
    ids = DjangoStore().ensure([sold]).ids
    DjangoTutorials().add([(event(code), ids[sold.code]) for code in codes])


def test_a_tutorial_is_read_with_its_variations_events_and_sessions() -> None:
    sold = store_product(
        prices=(Price(price_type=PriceType.STANDARD, amount=Decimal("755.00"), currency="GBP"),)
    )
    ids = DjangoStore().ensure([sold]).ids
    late = event("B", start=date(2026, 8, 1))
    early = event("C", session(2, day=date(2026, 7, 2)), session(1), start=date(2026, 7, 1))
    same_day = event("A", start=date(2026, 8, 1))
    DjangoTutorials().add([(each, ids[sold.code]) for each in (late, early, same_day)])

    listing = only_listing()

    hit = listing.hit
    assert isinstance(hit, TutorialHit)
    assert (hit.item_type, hit.is_bundle, hit.matched_on) == ("product", False, ())
    assert hit.id == hit.essp_id == hit.store_product_id == ids[sold.code]
    assert (hit.type, hit.subject_code, hit.exam_session_code) == ("Tutorial", "CM2", "26A")
    (variation,) = hit.variations
    assert (variation.store_product_id, variation.store_product_code) == (
        ids[sold.code],
        sold.code,
    )
    assert (variation.variation_id, variation.recommended_product) == (
        Variation.objects.get().pk,
        None,
    )
    assert [(price.price_type, str(price.amount)) for price in variation.prices] == [
        ("standard", "755.00")
    ]
    assert [each.code for each in variation.events] == ["C", "A", "B"]
    first = variation.events[0]
    assert (first.title, first.price) == ("C", None)
    assert [each.sequence for each in first.sessions] == [1, 2]
    assert first.sessions[0].start_date.isoformat() == "2026-07-01T09:00:00+01:00"


def test_store_products_of_a_product_and_a_sitting_are_one_hit() -> None:
    sold = store_product()
    other = store_product(
        code="other",
        variation=sold.variation.__class__(
            variation_type="Tutorial",
            name="weekend",
            code=None,
            description=None,
            description_short=None,
        ),
    )
    ids = DjangoStore().ensure([sold, other]).ids

    listing = only_listing()

    assert listing.hit.id == min(ids.values())
    assert [v.store_product_id for v in listing.hit.variations] == sorted(ids.values())


def test_only_active_store_products_are_read() -> None:
    put_events("London", "A")
    StoreProduct.objects.update(is_active=False)

    assert Feed().load().listings == ()


def test_a_product_that_is_not_a_tutorial_has_no_events() -> None:
    notes = Product(
        code="CN",
        fullname="Course Notes",
        shortname="Notes",
        description=None,
        buy_both=True,
        groups=(),
    )
    DjangoStore().ensure([store_product(product=notes)])

    listing = only_listing()

    assert isinstance(listing.hit, ProductHit)
    assert (listing.hit.type, listing.hit.buy_both) == ("Materials", True)


def test_the_type_of_a_product_depends_on_its_groups() -> None:
    group = baker.make(FilterGroupRow, name="Series Marking", description="By post", parent=None)
    notes = Product(
        code="X",
        fullname="Series X",
        shortname="X",
        description=None,
        buy_both=False,
        groups=("Series Marking",),
    )
    DjangoStore().ensure([store_product(product=notes)])

    contents = Feed().load()

    (listing,) = contents.listings
    assert isinstance(listing, Listing)
    assert listing.hit.type == "Markings"
    assert listing.group_ids == {group.pk}
    assert contents.tree.groups == (
        FilterGroup(id=group.pk, name="Series Marking", description="By post", parent_id=None),
    )


def test_the_groups_of_the_active_configurations_are_counted_in_their_order() -> None:
    first, second, hidden = baker.make(FilterGroupRow, parent=None, _quantity=3)
    shown = baker.make(FilterConfiguration, filter_key="categories", is_active=True)
    off = baker.make(FilterConfiguration, filter_key="categories", is_active=False)
    for configuration, group, order in ((shown, second, 2), (shown, first, 1), (off, hidden, 0)):
        baker.make(
            FilterConfigurationGroup,
            filter_configuration=configuration,
            filter_group=group,
            display_order=order,
        )

    assert Feed().load().tree.facet_groups == {"categories": (first.pk, second.pk)}


def test_the_key_of_a_listing_is_its_product_and_sitting() -> None:
    DjangoStore().ensure([store_product()])
    sold = StoreProduct.objects.select_related("product_product_variation").get()

    assert only_listing().key == (
        "product",
        sold.product_product_variation.product_id,
        sold.exam_session_subject_id,
    )


def test_recommendations_are_active_store_products_of_the_same_sitting() -> None:
    world = make_sample_catalogue()
    listings = {listing.key: listing for listing in Feed().load().listings}
    tutorial = listings[world.keys["t"]].hit
    assert isinstance(tutorial, TutorialHit)
    (variation,) = tutorial.variations
    beside = variation.recommended_product
    assert beside is not None
    assert beside.essp_id == beside.store_product_id == world.notes.pk
    assert (beside.product_code, beside.product_name) == ("CN", "Course Notes")
    assert (beside.variation_type, beside.variation_name) == ("Printed", "Printed copy")
    assert [price.amount for price in beside.prices] == [Decimal(60)]

    StoreProduct.objects.filter(pk=world.notes.pk).update(is_active=False)

    (tutorial,) = (each.hit for each in Feed().load().listings if each.key == world.keys["t"])
    assert isinstance(tutorial, TutorialHit)
    assert [each.recommended_product for each in tutorial.variations] == [None]


def test_a_bundle_is_read_with_its_components() -> None:
    world = make_sample_catalogue()
    StoreBundleItem.objects.filter(product=world.tutorial).update(sort_order=5, quantity=2)

    (bundle,) = (each for each in Feed().load().listings if each.key == world.keys["b"])

    assert isinstance(bundle, BundleListing)
    hit = bundle.hit
    assert (hit.item_type, hit.is_bundle, hit.type, hit.matched_on) == (
        *("bundle", True, "Bundle"),
        (),
    )
    assert hit.id == hit.essp_id == world.bundle.pk
    assert (hit.code, hit.subject_code, hit.bundle_type) == ("CM2", "CM2", "store")
    assert hit.name == hit.bundle_name == hit.shortname == hit.fullname == "Everything"
    assert hit.components_count == 2
    notes, tutorial = hit.components
    assert (notes.id, notes.product_code) == (world.notes.pk, world.notes.product_code)
    pair = world.notes.product_product_variation
    assert (notes.product.id, notes.product.fullname) == (pair.product_id, "Course Notes")
    assert notes.product_variation.id == pair.product_variation_id
    assert notes.product_variation.name == "Printed copy"
    assert (notes.store_product_id, tutorial.store_product_id) == (
        world.notes.pk,
        world.tutorial.pk,
    )
    assert (notes.product.type, notes.product.short_name) == ("Materials", "Notes")
    assert (tutorial.product.type, tutorial.sort_order, tutorial.quantity) == ("Tutorial", 5, 2)
    assert notes.variation.id == world.notes.product_product_variation_id
    assert [price.amount for price in notes.prices] == [Decimal(60)]
    assert [each.key for each in bundle.components] == [world.keys["n"], world.keys["t"]]
    assert shown_events(bundle.components[1]) == ["A"]


def test_a_bundle_overrides_the_name_and_description_of_its_template() -> None:
    world = make_sample_catalogue()
    bundle = StoreBundle.objects.filter(pk=world.bundle.pk)
    template = world.bundle.bundle_template
    template.bundle_description = "of the template"
    template.save()
    assert bundle_hit(world.bundle.pk).description == "of the template"

    bundle.update(override_name="Own", override_description="own")

    hit = bundle_hit(world.bundle.pk)
    assert (hit.name, hit.description, hit.fullname) == ("Own", "own", "own")


def bundle_hit(bundle_id: int) -> BundleHit:
    hits = (each.hit for each in Feed().load().listings if each.key == ("bundle", bundle_id, 0))
    (hit,) = hits
    assert isinstance(hit, BundleHit)
    return hit


@pytest.mark.parametrize(
    "change",
    [
        "bundles SET is_active = false",
        "catalog_product_bundles SET is_active = false",
        "bundle_products SET is_active = false",
        "products SET is_active = false",
    ],
)
def test_only_active_bundles_with_active_components_are_read(change: str) -> None:
    make_sample_catalogue()
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE acted.{change}")

    assert not [each for each in Feed().load().listings if isinstance(each, BundleListing)]


def test_an_inactive_component_is_omitted() -> None:
    world = make_sample_catalogue()
    StoreProduct.objects.filter(pk=world.tutorial.pk).update(is_active=False)

    components = bundle_hit(world.bundle.pk).components

    assert [each.store_product_id for each in components] == [world.notes.pk]


@pytest.mark.parametrize(
    ("column", "value"),
    [("venue", ""), ("remain_space", -3), ("start_date", "infinity"), ("end_date", "-infinity")],
)
def test_an_invalid_row_is_read(column: str, value: str | int) -> None:
    put_events("London", "A", "B")
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE acted.tutorial_events SET {column} = %s WHERE code = 'A'", [value])

    listing = only_listing()

    assert sorted(shown_events(listing)) == ["A", "B"]
    assert DjangoTutorials().get("A").code == "A"


def test_a_price_that_is_not_a_number_is_omitted() -> None:
    amounts = {PriceType.STANDARD: "755.00", PriceType.RETAKER: "500.00"}
    prices = tuple(
        Price(price_type=kind, amount=Decimal(amount), currency="GBP")
        for kind, amount in amounts.items()
    )
    DjangoStore().ensure([store_product(prices=prices)])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE acted.prices SET amount = 'NaN' WHERE price_type = 'retaker'")

    [variation] = only_listing().hit.variations

    assert [price.amount for price in variation.prices] == [Decimal("755.00")]


def test_an_unknown_time_zone_is_read_as_the_default() -> None:
    put_events("London", "A")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE acted.tutorial_sessions SET time_zone = 'Nowhere'")

    (first,) = DjangoTutorials().get("A").sessions

    assert first.start_date.isoformat() == "2026-07-01T09:00:00+01:00"


@pytest.mark.parametrize("products", [1, 3])
def test_loading_takes_a_constant_number_of_statements(
    django_assert_num_queries: DjangoAssertNumQueries, products: int
) -> None:
    for number in range(products):
        put_events(f"Town {number}", *(f"E-{number}-{n}" for n in range(products)))
    baker.make(ProductFilterGroup, _quantity=products)

    with django_assert_num_queries(14):
        Feed().load()


def test_only_a_change_changes_the_version() -> None:
    put_events("London", "A")
    before = Feed().load().version

    assert Feed().load().version == before

    TutorialEvent.objects.update(remain_space=1)

    assert Feed().load().version != before


@pytest.mark.django_db(transaction=True)
def test_a_load_uses_a_single_snapshot(monkeypatch: pytest.MonkeyPatch) -> None:
    put_events("London", "A")

    def position_then_another_writer(guard: str) -> Position:
        found = read_position(guard)
        with psycopg.connect(**connection.get_connection_params()) as other:
            other.execute("UPDATE acted.tutorial_events SET code = 'changed meanwhile'")
        return found

    monkeypatch.setattr(
        "adapters.catalogue.feed.catalogue_feed.read_position", position_then_another_writer
    )
    contents = Feed().load()
    monkeypatch.undo()

    (listing,) = contents.listings
    assert shown_events(listing) == ["A"]
    assert contents.version != Feed().load().version
