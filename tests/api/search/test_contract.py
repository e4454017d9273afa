"""The response of the unified search, compared with the HTTP contract field by field."""

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from domain.search.results import FilterCounts
from tests.api.responses import post

type Shape = dict[str, type | tuple[type, ...]]

NULL = type(None)
PRODUCT: Shape = {
    "item_type": str,
    "is_bundle": bool,
    "id": int,
    "essp_id": int,
    "store_product_id": int,
    "type": str,
    "product_id": int,
    "product_code": str,
    "product_name": str,
    "product_short_name": str,
    "product_description": (str, NULL),
    "buy_both": bool,
    "subject_id": int,
    "subject_code": str,
    "subject_description": (str, NULL),
    "exam_session_id": int,
    "exam_session_code": str,
    "variations": list,
    "matched_on": list,
}
VARIATION: Shape = {
    "id": int,
    "store_product_id": int,
    "variation_type": str,
    "name": str,
    "description": (str, NULL),
    "description_short": (str, NULL),
    "prices": list,
    "recommended_product": (dict, NULL),
}
PRICE: Shape = {"id": int, "price_type": str, "amount": str, "currency": str}
EVENT: Shape = {
    "id": int,
    "code": str,
    "title": str,
    "venue": str,
    "is_soldout": bool,
    "remain_space": int,
    "finalisation_date": (str, NULL),
    "start_date": str,
    "end_date": str,
    "price": NULL,
    "sessions": list,
}
SESSION: Shape = {
    "id": int,
    "title": str,
    "location": str,
    "venue": str,
    "start_date": str,
    "end_date": str,
    "sequence": int,
    "url": (str, NULL),
}
PAGINATION: Shape = {
    "page": int,
    "page_size": int,
    "total_count": int,
    "total_pages": int,
    "has_next": bool,
    "has_previous": bool,
}
FACETS = [
    *("subjects", "categories", "product_types", "products", "modes_of_delivery"),
    *("exam_sessions", "venues", "locations", "availability"),
]


def assert_shape(value: dict[str, Any], shape: Shape) -> None:
    """Assert every field's presence and type; a boolean is no integer here."""
    for name, kind in shape.items():
        assert isinstance(value[name], kind), name
        assert isinstance(value[name], bool) == (kind is bool), name


@pytest.fixture
def response(client: Client) -> dict[str, Any]:
    answered: dict[str, Any] = post(client, {}).json()
    return answered


@pytest.fixture
def tutorial(response: dict[str, Any]) -> dict[str, Any]:
    [found] = [product for product in response["products"] if product["type"] == "Tutorial"]
    return dict(found)


@pytest.fixture
def events(tutorial: dict[str, Any]) -> list[dict[str, Any]]:
    [variation] = tutorial["variations"]
    return list(variation["events"])


def test_the_response_has_products_counts_and_pagination(response: dict[str, Any]) -> None:
    assert list(response) == ["products", "filter_counts", "pagination"]


def test_every_product_has_every_field(response: dict[str, Any]) -> None:
    assert {product["type"] for product in response["products"]} == {
        "Tutorial",
        "Materials",
        "Markings",
    }
    for product in response["products"]:
        assert_shape(product, PRODUCT)
        assert product["id"] == product["essp_id"] == product["store_product_id"]


def test_every_variation_and_price_has_every_field(response: dict[str, Any]) -> None:
    for product in response["products"]:
        assert product["variations"]
        for variation in product["variations"]:
            assert_shape(variation, VARIATION)
            assert [price["amount"] for price in variation["prices"]] == ["755.00"]
            assert_shape(variation["prices"][0], PRICE)


def test_only_tutorials_have_events(response: dict[str, Any]) -> None:
    for product in response["products"]:
        for variation in product["variations"]:
            assert ("events" in variation) == (product["type"] == "Tutorial")


def test_every_event_has_every_field(events: list[dict[str, Any]]) -> None:
    for event in events:
        assert_shape(event, EVENT)
        assert event["title"] == event["code"]
    assert [event["code"] for event in events] == ["CM2-01-26A", "CM2-02-26A"]


def test_days_are_dates(events: list[dict[str, Any]]) -> None:
    sound = events[0]

    assert sound["finalisation_date"] == "2025-12-01"
    assert date.fromisoformat(sound["start_date"]) == date(2026, 1, 7)
    assert sound["start_date"] == sound["end_date"] == "2026-01-07"


def test_an_invalid_row_is_shown_unchanged(events: list[dict[str, Any]]) -> None:
    unsound = events[1]

    assert (unsound["venue"], unsound["remain_space"]) == ("", -1)
    assert unsound["finalisation_date"] is None


def test_an_event_without_sessions_has_an_empty_list(events: list[dict[str, Any]]) -> None:
    assert events[1]["sessions"] == []


def test_every_session_has_every_field(events: list[dict[str, Any]]) -> None:
    sessions = events[0]["sessions"]

    for session in sessions:
        assert_shape(session, SESSION)
    assert [session["sequence"] for session in sessions] == [1, 2]
    assert [session["url"] for session in sessions] == ["https://example.org/room", None]


def test_a_session_has_local_times(events: list[dict[str, Any]]) -> None:
    summer, winter = events[0]["sessions"]

    assert (summer["start_date"], summer["end_date"]) == (
        "2026-07-01T09:00:00+01:00",
        "2026-07-01T17:00:00+01:00",
    )
    assert winter["start_date"] == "2026-01-07T09:00:00+00:00"
    assert datetime.fromisoformat(winter["start_date"]).tzinfo is not None


def test_every_filter_is_counted(response: dict[str, Any]) -> None:
    counts = response["filter_counts"]

    assert list(counts) == list(FilterCounts.__dataclass_fields__)
    assert counts.keys() >= set(FACETS)
    assert counts["subjects"]["CB1"]["count"] == 2
    for facet in FACETS:
        for value in counts[facet].values():
            assert_shape(value, {"count": int, "name": str})


def test_the_pagination_counts_products(client: Client) -> None:
    response = post(client, {"pagination": {"page": 2, "page_size": 2}}).json()

    assert_shape(response["pagination"], PAGINATION)
    assert [product["id"] for product in response["products"]] == [1]
    assert response["pagination"] == {
        "page": 2,
        "page_size": 2,
        "total_count": 3,
        "total_pages": 2,
        "has_next": False,
        "has_previous": True,
    }
