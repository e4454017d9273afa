from decimal import Decimal

import pytest

from domain.catalogue import Price, PriceType
from tests.contracts.conftest import Repositories
from tests.samples import store_product


def test_the_rows_of_a_store_product_are_created(repositories: Repositories) -> None:
    sold = store_product(
        prices=(Price(price_type=PriceType.STANDARD, amount=Decimal("755.00"), currency="GBP"),)
    )

    ensured = repositories.store.ensure([sold])

    assert set(ensured.ids) == {sold.code}
    assert {kind: count for kind, count in ensured.created.items() if count} == {
        "subjects": 1,
        "exam sessions": 1,
        "products": 1,
        "variations": 1,
        "exam session subjects": 1,
        "product variations": 1,
        "store products": 1,
        "prices": 1,
    }


def test_existing_rows_are_not_created_again(repositories: Repositories) -> None:
    sold = [store_product("CM2", "London"), store_product("CM2", "Leeds")]
    first = repositories.store.ensure(sold)

    again = repositories.store.ensure(sold)

    assert again.ids == first.ids
    assert not any(again.created.values())


def test_shared_rows_are_created_once(repositories: Repositories) -> None:
    ensured = repositories.store.ensure(
        [store_product("CM2", "London"), store_product("CB1", "London")]
    )

    assert ensured.created["products"] == ensured.created["exam sessions"] == 1
    assert ensured.created["subjects"] == ensured.created["store products"] == 2
    assert len(set(ensured.ids.values())) == 2


@pytest.mark.parametrize(
    ("stored", "written"),
    [("St. Albans", "St Albans"), ("Malmö", "Malmo"), ("London", "LONDON"), ("Łódź", "Lodz")],
)
def test_two_spellings_of_a_location_are_one_product(
    repositories: Repositories, stored: str, written: str
) -> None:
    repositories.store.ensure([store_product("CM2", stored)])

    ensured = repositories.store.ensure(
        [store_product("CB1", written), store_product("CB1", stored)]
    )

    assert ensured.created.get("products", 0) == 0
    assert ensured.created["product variations"] == 1


def test_subjects_are_case_insensitive(repositories: Repositories) -> None:
    repositories.store.ensure([store_product("cm2", "London")])

    assert not repositories.store.ensure([store_product("CM2", "Leeds")]).created.get("subjects")


def test_no_store_products_create_nothing(repositories: Repositories) -> None:
    ensured = repositories.store.ensure([])

    assert not ensured.ids
    assert not any(ensured.created.values())


def test_existing_store_products_are_found_by_code(repositories: Repositories) -> None:
    sold = store_product("CM2", "London")
    ids = repositories.store.ensure([sold]).ids

    assert repositories.store.find([sold.code, "none"]) == ids
