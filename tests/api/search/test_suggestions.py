"""The routes for search as you type."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from domain.ports.ports import Ports
from domain.search.live.live_index import LiveSearchIndex
from tests.api.clients import client_of
from tests.api.responses import get, wrong_fields
from tests.domain.search.samples import a_bundle, a_product, a_variation, contents
from tests.fakes import InMemoryFeed

DEFAULTS, FUZZY, ADVANCED = (
    f"/api/search/{name}/" for name in ("default-data", "fuzzy", "advanced-fuzzy")
)
NOTES, MARKING, TUTORIAL = 2, 3, 1
BOOK = a_product(5, variations=[a_variation()])


def json_of(client: Client, address: str) -> Any:
    response = get(client, address)
    assert response.status_code == 200, response.content
    return response.json()


def ids(products: Any) -> list[int]:
    return [product["id"] for product in products]


def test_default_data_has_products_and_suggestions(client: Client) -> None:
    data = json_of(client, DEFAULTS)
    assert list(data) == ["popular_products", "suggested_filters", "total_count", "search_info"]
    assert (data["total_count"], data["search_info"]) == (3, {"query": "", "type": "default"})
    assert ids(data["popular_products"]) == [NOTES, MARKING, TUTORIAL]
    offered = data["suggested_filters"]
    assert offered["subjects"] == [
        {"id": 2, "code": "CB1", "description": "Economic Modelling"},
        {"id": 1, "code": "CM2", "description": "Economic Modelling"},
    ]
    assert offered["product_groups"][0] == {"id": 1, "name": "Tutorial", "description": ""}
    assert offered["products"][0] == {
        "id": 2,
        "code": "P2X",
        "name": "Course Notes",
        "short_name": "Course Notes",
    }
    assert set(offered["variations"][0]) == {"id", "name", "variation_type", "description"}


def test_default_data_has_a_limit(client: Client) -> None:
    assert ids(json_of(client, f"{DEFAULTS}?limit=1")["popular_products"]) == [NOTES]


@pytest.mark.parametrize("address", [FUZZY, ADVANCED])
def test_bundles_are_found_as_on_the_search_page(ports: Ports, address: str) -> None:
    feed = InMemoryFeed(contents(a_bundle(9, BOOK, name="Complete package"), BOOK))
    client = client_of(replace(ports, catalogue=LiveSearchIndex(feed)))

    for query in ("q=complete", "q=package&limit=1"):
        found = json_of(client, f"{address}?{query}")
        assert [(hit["item_type"], hit["id"]) for hit in found["products"]] == [("bundle", 9)]
        assert found["total_count"] == 1
    assert json_of(client, address)["total_count"] == 2
    defaults = json_of(client, DEFAULTS)
    assert (ids(defaults["popular_products"]), defaults["total_count"]) == ([BOOK.hit.id], 2)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("categories=1", [TUTORIAL]),
        ("categories=2,4", [NOTES, MARKING]),
        ("subjects=CM2,CB1", [NOTES, MARKING, TUTORIAL]),
        ("subjects=CM2&subjects=CB1", [NOTES, MARKING, TUTORIAL]),
        ("subjects=+CM2+,", [TUTORIAL]),
        ("categories=Tutorial,Nothing", [TUTORIAL]),
        ("categories=Nothing,", []),
    ],
)
def test_lists_are_repeated_or_separated_by_commas(
    client: Client, query: str, found: list[int]
) -> None:
    assert ids(json_of(client, f"{ADVANCED}?{query}")["products"]) == found


def test_a_misspelt_text_has_matches_and_suggestions(client: Client) -> None:
    found = json_of(client, f"{FUZZY}?q=waterlo")
    assert ids(found["products"]) == [TUTORIAL]
    assert found["products"][0]["matched_on"][0]["field"] == "venue"
    assert found["total_count"] == 1
    assert found["search_info"] == {
        "query": "waterlo",
        "matches_found": 1,
        "min_score": 60,
        "limit": 10,
    }
    narrowing = found["suggested_filters"]
    assert [subject["code"] for subject in narrowing["subjects"]] == ["CM2"]
    assert [group["name"] for group in narrowing["categories"]] == ["Tutorial"]
    assert [product["id"] for product in narrowing["products"]] == [1]


@pytest.mark.parametrize(("score", "found"), [(80, [TUTORIAL]), (81, [])])
def test_a_minimum_score_excludes_worse_matches(
    client: Client, score: int, found: list[int]
) -> None:
    assert ids(json_of(client, f"{FUZZY}?q=watreloo&min_score={score}")["products"]) == found


def test_the_limit_applies_to_products_but_not_to_the_count(client: Client) -> None:
    found = json_of(client, f"{FUZZY}?q=26A&limit=2")
    assert (len(found["products"]), found["total_count"]) == (2, 3)


def test_filters_narrow_the_matches(client: Client) -> None:
    assert ids(json_of(client, f"{ADVANCED}?q=26A&subjects=CB1")["products"]) == [NOTES, MARKING]
    narrowed = json_of(client, f"{ADVANCED}?q=26A&subjects=CB1&categories=marking")
    assert ids(narrowed["products"]) == [MARKING]


@pytest.mark.parametrize(
    ("address", "field"),
    [
        (f"{FUZZY}?min_score=101", "min_score"),
        (f"{FUZZY}?min_score=-1", "min_score"),
        (f"{FUZZY}?limit=0", "limit"),
        (f"{FUZZY}?subjects=CM2", "subjects"),
        (f"{ADVANCED}?limit=101", "limit"),
        (f"{DEFAULTS}?limit=x", "limit"),
        (f"{DEFAULTS}?q=x", "q"),
    ],
)
def test_errors_are_named(client: Client, address: str, field: str) -> None:
    assert list(wrong_fields(get(client, address))) == [field]
