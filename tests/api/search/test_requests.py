"""The parameters of a search select and page the products."""

from dataclasses import replace

import pytest
from django.test import Client

from api.rendering.gzip import joined
from api.rendering.json import write_json
from api.rendering.search_page import results_parts
from api.schemas.types.numbers import LARGEST_ID, LARGEST_PAGE
from domain.ports.ports import Ports
from domain.search.query import SearchQuery
from domain.search.results import SearchPage
from tests.api.responses import SEARCH, found, post

NOTES, MARKING, TUTORIAL = 2, 3, 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [NOTES, MARKING, TUTORIAL]),
        ("C", [NOTES, MARKING, TUTORIAL]),
        ("   ", [NOTES, MARKING, TUTORIAL]),
        ("CM2", [TUTORIAL]),
        ("  CM2  ", [TUTORIAL]),
        ("\tCM2\r\n", [TUTORIAL]),
        ("\n", [NOTES, MARKING, TUTORIAL]),
        ("CM2-01-26A", [TUTORIAL]),
        ("waterlo", [TUTORIAL]),
        ("x" * 200, []),
    ],
)
def test_words_find_products(client: Client, text: str, expected: list[int]) -> None:
    assert found(client, {"searchQuery": text}) == expected


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, [NOTES, MARKING, TUTORIAL]),
        ({"exam_sessions": ["26a"]}, [NOTES, MARKING, TUTORIAL]),
        ({"exam_sessions": [2]}, []),
        ({"venues": ["bpp waterloo"]}, [TUTORIAL]),
        ({"locations": ["Leeds"]}, []),
        ({"availability": ["available"]}, [TUTORIAL]),
        ({"from": "2026-01-01", "to": "2026-07-01"}, [TUTORIAL]),
        ({"from": "2026-02-01", "locations": ["London"]}, []),
        ({"weekdays": ["wednesday"]}, [TUTORIAL]),
        ({"weekdays": ["monday"]}, []),
        ({"time_from": "09:00", "time_to": "17:00"}, [TUTORIAL]),
        ({"time_to": "16:59"}, []),
        ({"subjects": []}, [NOTES, MARKING, TUTORIAL]),
        ({"subjects": ["CM2"]}, [TUTORIAL]),
        ({"subjects": [" CM2 "]}, [TUTORIAL]),
        ({"subjects": [2]}, [NOTES, MARKING]),
        ({"subjects": ["2"]}, [NOTES, MARKING]),
        ({"subjects": [2.0]}, [NOTES, MARKING]),
        ({"subjects": ["2", "CM2"]}, [NOTES, MARKING, TUTORIAL]),
        ({"subjects": ["nothing"]}, []),
        ({"product_types": ["Markings"]}, [MARKING]),
        ({"categories": ["material"]}, [NOTES]),
        ({"categories": ["Tutorial", "Marking"]}, [MARKING, TUTORIAL]),
        ({"products": [1]}, [TUTORIAL]),
        ({"products": ["1"]}, [TUTORIAL]),
        ({"product_ids": ["001"]}, [TUTORIAL]),
        ({"product_ids": [1.0]}, [TUTORIAL]),
        ({"products": [1], "product_ids": [2]}, [NOTES, TUTORIAL]),
        ({"products": [LARGEST_ID]}, []),
        ({"essp_ids": [1, "99"]}, [NOTES, MARKING, TUTORIAL]),
        ({"modes_of_delivery": ["ebook"]}, [NOTES]),
        ({"subjects": ["CB1"], "modes_of_delivery": ["ebook", "Tutorial"]}, [NOTES]),
    ],
)
def test_filters_choose_products(
    client: Client, filters: dict[str, object], expected: list[int]
) -> None:
    assert found(client, {"filters": filters}) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("group=Tutorial", [TUTORIAL]),
        ("group=Tutorial&group=Marking", [MARKING, TUTORIAL]),
        ("group=Tutorial&tutorial_format=Marking", [MARKING, TUTORIAL]),
        ("product=1&product=2", [NOTES, TUTORIAL]),
        (f"product={LARGEST_ID}", []),
        ("distance_learning=true", [NOTES]),
        ("distance_learning=false", [NOTES, MARKING, TUTORIAL]),
        ("group=nothing", []),
        ("", [NOTES, MARKING, TUTORIAL]),
    ],
)
def test_parameters_are_filters(client: Client, query: str, expected: list[int]) -> None:
    assert found(client, {}, query=query) == expected


def test_filters_of_query_and_body_are_combined_with_or(client: Client) -> None:
    body = {"filters": {"categories": ["Marking"], "product_ids": [3, 1]}}

    assert found(client, body, query="group=Tutorial&product=2") == [MARKING, TUTORIAL]


def test_filters_of_the_query_need_no_body(client: Client) -> None:
    response = client.generic("POST", f"{SEARCH}?group=Tutorial")

    assert [product["id"] for product in response.json()["products"]] == [TUTORIAL]


@pytest.mark.parametrize("page", [4, LARGEST_PAGE])
def test_a_page_beyond_the_last_is_empty(client: Client, page: int) -> None:
    response = post(client, {"pagination": {"page": page, "page_size": 1}})

    assert response.status_code == 200
    assert response.json()["products"] == []
    assert response.json()["pagination"]["total_count"] == 3


def test_the_default_page_size_is_twenty(client: Client) -> None:
    assert post(client, {}).json()["pagination"]["page_size"] == 20


def test_options_are_applied(client: Client) -> None:
    options = {"include_bundles": False, "include_analytics": True}

    assert found(client, {"options": options}) == [NOTES, MARKING, TUTORIAL]


@pytest.mark.parametrize("text", ["", "CM2", "waterlo"])
def test_the_parts_form_the_same_json_as_the_whole(ports: Ports, text: str) -> None:
    response = ports.catalogue.current().search(SearchQuery(text=text))
    hits = tuple(replace(each.hit, matched_on=each.matched_on) for each in response.hits)

    whole = write_json(
        SearchPage(
            products=hits, filter_counts=response.filter_counts, pagination=response.pagination
        )
    )

    assert joined(results_parts(response)) == whole
    assert joined(results_parts(response)) == whole, "once more, from the pieces that are kept"


def test_the_response_is_json_in_utf_8(client: Client) -> None:
    response = post(client, {})

    assert response.headers["Content-Type"] == "application/json"
    assert int(response.headers["Content-Length"]) == len(response.content)


def test_the_length_of_a_text_is_checked_after_trimming(client: Client) -> None:
    padded = {"searchQuery": " " * 150 + "x" * 200 + " " * 150}

    assert post(client, padded).status_code == 200
