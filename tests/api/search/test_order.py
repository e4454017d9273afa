"""The sort orders of a search, by query and by body."""

import pytest
from django.test import Client

from tests.api.responses import SEARCH, get, post, wrong_fields

ORDERS = ("relevance", "start_date", "-start_date", "price", "-price", "subject", "-subject")


@pytest.mark.parametrize("order", ORDERS)
def test_a_link_and_a_body_have_the_same_sort_orders(client: Client, order: str) -> None:
    by_link = get(client, f"{SEARCH}?sort={order}").content
    assert post(client, {"options": {"sort": order}}).content == by_link
    assert post(client, {"options": {"sort": "price"}}, query=f"sort={order}").content == by_link


def test_the_order_is_part_of_the_etag(client: Client) -> None:
    tags = {get(client, f"{SEARCH}?sort={order}").headers["ETag"] for order in ORDERS}
    assert len(tags) == len(ORDERS)


def test_by_subject_descending(client: Client) -> None:
    found = [
        each["subject_code"] for each in get(client, f"{SEARCH}?sort=-subject").json()["products"]
    ]
    assert found == sorted(found, reverse=True)
    assert len(set(found)) > 1


@pytest.mark.parametrize("order", ["name", "", "Price", "--price"])
def test_an_unknown_order_is_refused(client: Client, order: str) -> None:
    assert list(wrong_fields(get(client, f"{SEARCH}?sort={order}"))) == ["sort"]
    response = post(client, {"options": {"sort": order}})
    assert list(wrong_fields(response)) == ["options.sort"]
