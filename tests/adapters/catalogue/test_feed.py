from datetime import date
from decimal import Decimal

import psycopg
import pytest
from django.db import connection
from model_bakery import baker
from pytest_django import DjangoAssertNumQueries

from adapters.catalogue.feed import DjangoCatalogueFeed
from adapters.catalogue.models import (
    FilterConfiguration,
    FilterConfigurationGroup,
    FilterGroup,
    ProductFilterGroup,
    StoreProduct,
)
from adapters.catalogue.store import DjangoStore
from adapters.tutorials.models import TutorialEvent
from adapters.tutorials.repository import DjangoTutorials
from domain.catalogue import Price, PriceType, Product
from domain.search.hits import ProductHit, TutorialHit
from tests.samples import event, session, store_product

pytestmark = pytest.mark.django_db
FEED = DjangoCatalogueFeed()


@pytest.fixture
def moves_at_once(db: None) -> None:
    """Move the version with each statement: a test's own transaction never commits."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


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

    (listing,) = FEED.load().listings

    hit = listing.hit
    assert isinstance(hit, TutorialHit)
    assert hit.id == hit.essp_id == hit.store_product_id == ids[sold.code]
    assert (hit.type, hit.subject_code, hit.exam_session_code) == ("Tutorial", "CM2", "26A")
    (variation,) = hit.variations
    assert (variation.store_product_id, variation.store_product_code) == (
        ids[sold.code],
        sold.code,
    )
    assert [(price.price_type, str(price.amount)) for price in variation.prices] == [
        ("standard", "755.00")
    ]
    assert [each.code for each in variation.events] == ["C", "A", "B"]
    first = variation.events[0]
    assert (first.title, first.price) == ("C", None)
    assert [each.sequence for each in first.sessions] == [1, 2]
    assert first.sessions[0].start_date.isoformat() == "2026-07-01T09:00:00+01:00"


def test_store_products_of_one_product_and_sitting_are_one_hit() -> None:
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

    (listing,) = FEED.load().listings

    assert listing.hit.id == min(ids.values())
    assert [v.store_product_id for v in listing.hit.variations] == sorted(ids.values())


def test_only_active_store_products_are_read() -> None:
    put_events("London", "A")
    StoreProduct.objects.update(is_active=False)

    assert FEED.load().listings == ()


def test_what_is_no_tutorial_has_no_events() -> None:
    notes = Product(
        code="CN",
        fullname="Course Notes",
        shortname="Notes",
        description=None,
        buy_both=True,
        groups=(),
    )
    DjangoStore().ensure([store_product(product=notes)])

    (listing,) = FEED.load().listings

    assert isinstance(listing.hit, ProductHit)
    assert (listing.hit.type, listing.hit.buy_both) == ("Materials", True)


def test_the_groups_of_a_product_give_its_type() -> None:
    group = baker.make(FilterGroup, name="Series Marking", parent=None)
    notes = Product(
        code="X",
        fullname="Series X",
        shortname="X",
        description=None,
        buy_both=False,
        groups=("Series Marking",),
    )
    DjangoStore().ensure([store_product(product=notes)])

    contents = FEED.load()

    (listing,) = contents.listings
    assert listing.hit.type == "Markings"
    assert listing.group_ids == {group.pk}
    assert [(g.id, g.name, g.parent_id) for g in contents.groups] == [
        (group.pk, "Series Marking", None)
    ]


def test_the_groups_of_the_active_configurations_are_counted_in_their_order() -> None:
    first, second, hidden = baker.make(FilterGroup, parent=None, _quantity=3)
    shown = baker.make(FilterConfiguration, filter_key="categories", is_active=True)
    off = baker.make(FilterConfiguration, filter_key="categories", is_active=False)
    for configuration, group, order in ((shown, second, 2), (shown, first, 1), (off, hidden, 0)):
        baker.make(
            FilterConfigurationGroup,
            filter_configuration=configuration,
            filter_group=group,
            display_order=order,
        )

    assert FEED.load().facet_groups == {"categories": (first.pk, second.pk)}


@pytest.mark.parametrize(
    ("column", "value"),
    [("venue", ""), ("remain_space", -3), ("start_date", "infinity"), ("end_date", "-infinity")],
)
def test_a_row_that_breaks_a_rule_is_read_all_the_same(column: str, value: str | int) -> None:
    put_events("London", "A", "B")
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE acted.tutorial_events SET {column} = %s WHERE code = 'A'", [value])

    (listing,) = FEED.load().listings

    (variation,) = listing.hit.variations
    assert {each.code for each in variation.events} == {"A", "B"}  # type: ignore[attr-defined]  # a tutorial
    assert DjangoTutorials().get("A").code == "A"


def test_a_time_zone_that_nobody_knows_is_read_as_the_default() -> None:
    put_events("London", "A")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE acted.tutorial_sessions SET time_zone = 'Nowhere'")

    (first,) = DjangoTutorials().get("A").sessions

    assert first.start_date.isoformat() == "2026-07-01T09:00:00+01:00"


@pytest.mark.parametrize("products", [1, 3])
def test_loading_takes_the_same_statements_whatever_the_size(
    django_assert_num_queries: DjangoAssertNumQueries, products: int
) -> None:
    for number in range(products):
        put_events(f"Town {number}", *(f"E-{number}-{n}" for n in range(products)))
    baker.make(ProductFilterGroup, _quantity=products)

    with django_assert_num_queries(8):
        FEED.load()


@pytest.mark.usefixtures("moves_at_once")
def test_the_version_moves_with_a_change_and_with_nothing_else() -> None:
    put_events("London", "A")
    before = FEED.version()

    assert FEED.version() == before

    TutorialEvent.objects.update(remain_space=1)

    assert FEED.version() != before
    assert FEED.load().version == FEED.version()


@pytest.mark.django_db(transaction=True)
def test_a_load_sees_the_database_at_one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    put_events("London", "A")
    read_version = FEED.version

    def version_then_another_writer(self: DjangoCatalogueFeed) -> str:
        found = read_version()
        with psycopg.connect(**connection.get_connection_params()) as other:
            other.execute("UPDATE acted.tutorial_events SET code = 'changed meanwhile'")
        return found

    monkeypatch.setattr(DjangoCatalogueFeed, "version", version_then_another_writer)
    contents = FEED.load()
    monkeypatch.undo()

    (listing,) = contents.listings
    assert [e.code for v in listing.hit.variations for e in v.events] == ["A"]  # type: ignore[attr-defined]  # a tutorial
    assert contents.version != FEED.version()
