"""The lists of the previous system on PostgreSQL: number of statements, and inactive rows."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from adapters.catalogue.models import ProductVariation, StoreProduct
from adapters.catalogue.previous import DjangoPreviousLists
from adapters.catalogue.store.repository import DjangoStore
from adapters.tutorials.repository import DjangoTutorials
from tests.samples import event, store_product

pytestmark = pytest.mark.django_db
LISTS = DjangoPreviousLists()


def store(*locations: str) -> None:
    sold = [store_product("CM2", location) for location in locations]
    ids = DjangoStore().ensure(sold).ids
    DjangoTutorials().add(
        [(event(f"{each.code}-1", start=date(2026, 7, 1)), ids[each.code]) for each in sold]
    )


def london() -> int:
    return ProductVariation.objects.get(product__fullname="Tutorial - London").product_id


def statements() -> list[int]:
    """Return the number of statements of each list."""
    product_id = london()
    asked: list[Callable[[], object]] = [
        lambda: LISTS.events("CM2"),
        LISTS.tutorial_products,
        lambda: LISTS.variations(product_id, None),
    ]
    found = []
    for ask in asked:
        with CaptureQueriesContext(connection) as captured:
            ask()
        found.append(len(captured))
    return found


def test_a_list_takes_a_constant_number_of_statements() -> None:
    store("London")
    assert statements() == [1, 1, 1]
    store("Leeds", "York", "Bath")
    assert statements() == [1, 1, 1]


def test_inactive_products_are_not_listed() -> None:
    store("London", "Leeds")
    StoreProduct.objects.filter(product_code="CM2/London/26A").update(is_active=False)

    assert [each.location for each in LISTS.tutorial_products()] == ["Tutorial - Leeds"]
    assert LISTS.variations(london(), None) == []
    assert len(LISTS.events(None)) == 2, "events are listed as /api/tutorials/events/ lists them"
