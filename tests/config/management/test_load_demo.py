from collections import Counter
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from model_bakery import baker
from pytest_django import DjangoDbBlocker

from adapters.administrate.models import Location, Venue
from adapters.administrate.repository import MODELS
from adapters.catalogue.feed.catalogue_feed import DjangoCatalogueFeed
from adapters.catalogue.models import FilterConfiguration, FilterGroup, Price, StoreProduct
from adapters.tutorials.models import TutorialEvent, TutorialSession
from domain.search.listings.documents import BundleListing, CatalogueContents, Listing

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> CatalogueContents:
    """Return the catalogue of the demo, which is read once and left in no database."""
    with django_db_blocker.unblock(), transaction.atomic():
        load()
        contents = DjangoCatalogueFeed().load()
        transaction.set_rollback(True)
    return contents


def load() -> str:
    out = StringIO()
    call_command("load_demo", today=date(2027, 1, 4), stdout=out)
    return out.getvalue()


def test_an_empty_catalogue_is_filled_once() -> None:
    assert "308 tutorial events and 1230 sessions" in load()
    assert TutorialEvent.objects.count() == 308
    assert TutorialSession.objects.count() == 1230
    assert StoreProduct.objects.count() == 484
    assert Price.objects.count() == 4 * 484
    assert all(kind._default_manager.exists() for kind in MODELS.values())
    version = DjangoCatalogueFeed().load().version
    assert load() == ""
    assert DjangoCatalogueFeed().load().version == version


def test_a_catalogue_with_a_product_is_not_changed() -> None:
    baker.make(StoreProduct)
    assert load() == ""
    assert StoreProduct.objects.count() == 1


def test_existing_rows_are_not_changed() -> None:
    baker.make(Location)
    baker.make(FilterConfiguration, name="mine", filter_key="categories")
    baker.make(FilterGroup, name="Tutorial", parent=None)
    load()
    assert Location.objects.count() == 1
    assert not Venue.objects.exists()
    assert FilterConfiguration.objects.filter(filter_key="categories").count() == 1
    assert "categories" not in DjangoCatalogueFeed().load().tree.facet_groups
    assert FilterGroup.objects.filter(name="Tutorial").count() == 1


def test_every_product_is_in_a_group_of_a_filter(demo: CatalogueContents) -> None:
    names = {group.id: group.name for group in demo.tree.groups}
    offered = {
        key: {names[group_id] for group_id in group_ids}
        for key, group_ids in demo.tree.facet_groups.items()
    }
    assert offered["product_types"] == {"Tutorial", "Material", "Marking"}
    assert {"Face to face", "Live online", "Revision material"} < offered["categories"]
    offered_ids = {group_id for ids in demo.tree.facet_groups.values() for group_id in ids}
    products = [each for each in demo.listings if isinstance(each, Listing)]
    assert all(listing.group_ids & offered_ids for listing in products)


def test_all_product_types_exist(demo: CatalogueContents) -> None:
    types = {listing.hit.type for listing in demo.listings}
    assert types == {"Tutorial", "Materials", "Markings", "Bundle"}


def test_every_subject_has_three_bundles_in_each_exam_session(
    demo: CatalogueContents,
) -> None:
    bundles = [each for each in demo.listings if isinstance(each, BundleListing)]
    sittings = Counter((each.hit.subject_code, each.hit.exam_session_code) for each in bundles)
    assert len(sittings) == 44
    assert set(sittings.values()) == {3}
    types = Counter(component.hit.type for each in bundles for component in each.components)
    assert types == {"Tutorial": 44, "Materials": 220, "Markings": 88}


def test_some_products_have_recommendations(
    demo: CatalogueContents,
) -> None:
    hits = [each.hit for each in demo.listings if isinstance(each, Listing)]
    beside = [variation.recommended_product for hit in hits for variation in hit.variations]
    names = Counter(each.product_name for each in beside if each)
    assert names == {"Question Bank": 88, "Mock Exam Marking": 88}
