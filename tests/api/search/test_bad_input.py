"""Invalid searches are rejected, and the response names the errors."""

import json

import pytest
from django.test import Client

from api.schemas.search.request import SearchFilters
from tests.api.responses import found, names_of, post, problem, wrong_fields


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ([], "body"),
        (None, "body"),
        (1, "body"),
        ("text", "body"),
        ({"search": "CM2"}, "search"),
        ({"searchQuery": None}, "searchQuery"),
        ({"searchQuery": 7}, "searchQuery"),
        ({"searchQuery": ["CM2"]}, "searchQuery"),
        ({"searchQuery": "x" * 201}, "searchQuery"),
        ({"searchQuery": "CM\x002"}, "searchQuery"),
        ({"searchQuery": "\x00"}, "searchQuery"),
        ({"searchQuery": "CM2\nCM1"}, "searchQuery"),
        ({"searchQuery": "CM2\ud800"}, "searchQuery"),
        ({"filters": []}, "filters"),
        ({"filters": None}, "filters"),
        ({"filters": {"colours": ["red"]}}, "filters.colours"),
        ({"filters": {"subjects": "CM2"}}, "filters.subjects"),
        ({"filters": {"subjects": {"CM2": True}}}, "filters.subjects"),
        ({"filters": {"subjects": ["CM2"] * 101}}, "filters.subjects"),
        ({"filters": {"subjects": ["CM2", True]}}, "filters.subjects[1]"),
        ({"filters": {"subjects": [None]}}, "filters.subjects[0]"),
        ({"filters": {"subjects": [0]}}, "filters.subjects[0]"),
        ({"filters": {"subjects": [2**63]}}, "filters.subjects[0]"),
        ({"filters": {"subjects": [7.5]}}, "filters.subjects[0]"),
        ({"filters": {"subjects": [["CM2"]]}}, "filters.subjects[0]"),
        ({"filters": {"subjects": [" "]}}, "filters.subjects[0]"),
        ({"filters": {"subjects": [" CM2".ljust(101)]}}, "filters.subjects[0]"),
        ({"filters": {"categories": [0]}}, "filters.categories[0]"),
        ({"filters": {"product_types": [True]}}, "filters.product_types[0]"),
        ({"filters": {"categories": ["x" * 101]}}, "filters.categories[0]"),
        ({"filters": {"modes_of_delivery": [""]}}, "filters.modes_of_delivery[0]"),
        ({"filters": {"product_types": ["a\x7fb"]}}, "filters.product_types[0]"),
        ({"filters": {"products": [True]}}, "filters.products[0]"),
        ({"filters": {"products": [1.5]}}, "filters.products[0]"),
        ({"filters": {"products": [1e300]}}, "filters.products[0]"),
        ({"filters": {"products": [0]}}, "filters.products[0]"),
        ({"filters": {"products": [-1]}}, "filters.products[0]"),
        ({"filters": {"products": [2**63]}}, "filters.products[0]"),
        ({"filters": {"products": [10**400]}}, "filters.products[0]"),
        ({"filters": {"product_ids": ["²"]}}, "filters.product_ids[0]"),
        ({"filters": {"product_ids": ["٣"]}}, "filters.product_ids[0]"),
        ({"filters": {"product_ids": ["1_000"]}}, "filters.product_ids[0]"),
        ({"filters": {"product_ids": ["+1"]}}, "filters.product_ids[0]"),
        ({"filters": {"product_ids": [" 1"]}}, "filters.product_ids[0]"),
        ({"filters": {"product_ids": ["0"]}}, "filters.product_ids[0]"),
        ({"filters": {"essp_ids": ["9223372036854775808"]}}, "filters.essp_ids[0]"),
        ({"filters": {"essp_ids": [""]}}, "filters.essp_ids[0]"),
        ({"pagination": "zzz"}, "pagination"),
        ({"pagination": {"page": 0}}, "pagination.page"),
        ({"pagination": {"page": -1}}, "pagination.page"),
        ({"pagination": {"page": 10**18}}, "pagination.page"),
        ({"pagination": {"page": "1"}}, "pagination.page"),
        ({"pagination": {"page": 1.5}}, "pagination.page"),
        ({"pagination": {"page": True}}, "pagination.page"),
        ({"pagination": {"page": None}}, "pagination.page"),
        ({"pagination": {"page_size": 0}}, "pagination.page_size"),
        ({"pagination": {"page_size": 101}}, "pagination.page_size"),
        ({"pagination": {"page_size": 10**9}}, "pagination.page_size"),
        ({"pagination": {"size": 10}}, "pagination.size"),
        ({"options": {"include_bundles": "yes"}}, "options.include_bundles"),
        ({"options": {"include_analytics": 1}}, "options.include_analytics"),
        ({"options": {"other": True}}, "options.other"),
    ],
)
def test_an_invalid_field_is_named(client: Client, body: object, field: str) -> None:
    assert list(wrong_fields(post(client, body))) == [field]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("colour=red", "colour"),
        ("page=2", "page"),
        ("group=%ff", "group[0]"),
        ("group=a&group=%00", "group[1]"),
        ("tutorial_format=", "tutorial_format[0]"),
        ("product=x", "product[0]"),
        ("product=%C2%B2", "product[0]"),
        ("product=9223372036854775808", "product[0]"),
        ("&".join(["product=1"] * 101), "product"),
        ("distance_learning=yes", "distance_learning"),
        ("distance_learning", "distance_learning"),
        ("distance_learning=true&distance_learning=true", "distance_learning"),
    ],
)
def test_an_invalid_parameter_is_named(client: Client, query: str, field: str) -> None:
    assert list(wrong_fields(post(client, {}, query=query))) == [field]


def test_an_unknown_filter_lists_the_valid_ones(client: Client) -> None:
    message = wrong_fields(post(client, {"filters": {"colours": []}}))["filters.colours"]

    assert message == f"Unknown; the valid names are: {names_of(SearchFilters)}"
    assert "subjects, " in message
    assert ", from, to, " in message


def test_an_unknown_key_lists_the_valid_json_names(
    client: Client,
) -> None:
    message = wrong_fields(post(client, {"search_query": "CM2"}))["search_query"]

    assert message.endswith(": searchQuery, filters, pagination, options")


def test_a_repeated_parameter_is_reported(client: Client) -> None:
    response = post(client, {}, query="distance_learning=true&distance_learning=false")

    assert wrong_fields(response) == {"distance_learning": "Should be given only once"}


def test_all_errors_of_body_and_query_are_reported(client: Client) -> None:
    body = {"pagination": {"page": 0, "page_size": 101}, "filters": {"essp_ids": [1, "x"]}}

    response = post(client, body, query="product=x&colour=red")

    assert set(wrong_fields(response)) == {
        "product[0]",
        "colour",
        "pagination.page",
        "pagination.page_size",
        "filters.essp_ids[1]",
    }
    assert problem(response, 422)["detail"].endswith("(and 4 more)")


def test_a_single_error_is_the_detail(client: Client) -> None:
    error = problem(post(client, {"pagination": {"page": 0}}), 422)

    assert error["detail"] == "pagination.page: Input should be greater than or equal to 1"


def test_thousands_of_errors_are_limited(client: Client) -> None:
    body = {f"{'key' * 100}{number}": number for number in range(600)}

    response = post(client, body)

    assert len(problem(response, 422)["errors"]) == 100
    assert len(response.content) < len(json.dumps(body))


def test_a_key_that_is_not_clean_text_is_refused(client: Client) -> None:
    assert problem(post(client, b'{"\\ud800": 1}'), 422)["errors"]
    assert problem(post(client, b'{"filters": {"\\udfff": 1}}'), 422)["errors"]


def test_bidirectional_controls_are_removed_from_a_query(client: Client) -> None:
    """A text that was pasted from a dialogue often has them."""
    plain = found(client, {"searchQuery": "CM2"})

    assert plain
    assert found(client, {"searchQuery": "\u202aCM2\u202c"}) == plain
