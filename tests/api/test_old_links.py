"""Saved links of the previous front end."""

import pytest
from django.test import Client

from tests.api.operations import Operation, is_read, of_each
from tests.api.responses import EVENTS, SEARCH, found, get, post, wrong_fields

TUTORIAL, NOTES, MARKING = 1, 2, 3
EVERYTHING = [NOTES, MARKING, TUTORIAL]
TRACKING = (
    "utm_source=news&utm_medium=e-mail&UTM_Campaign=a&utm_source=twice"
    "&gclid=x&GCLID=y&fbclid=%ff&utm_=&utm_x%00=1"
)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("distance_learning=1", [NOTES]),
        ("distance_learning=true", [NOTES]),
        ("distance_learning=0", EVERYTHING),
        ("distance_learning=false", EVERYTHING),
        ("tutorial=1", [TUTORIAL]),
        ("tutorial=true", [TUTORIAL]),
        ("tutorial=0", EVERYTHING),
        ("tutorial=1&distance_learning=1", [NOTES, TUTORIAL]),
        ("variation=1", EVERYTHING),
        ("variation=3", []),
        ("variation=3&variation=1&tutorial=1", [TUTORIAL]),
        ("group=2", [NOTES]),
        ("group=3&group=4", [NOTES, MARKING]),
        ("group=2,Marking", [NOTES, MARKING]),
        ("tutorial_format=1", [TUTORIAL]),
        ("group=99", []),
        (TRACKING, EVERYTHING),
        (f"group=1&{TRACKING}", [TUTORIAL]),
    ],
)
def test_a_link_works_with_both_methods(client: Client, query: str, expected: list[int]) -> None:
    assert found(client, {}, query=query) == expected
    by_link = get(client, f"{SEARCH}?{query}")
    assert [product["id"] for product in by_link.json()["products"]] == expected


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"categories": ["2"]}, [NOTES]),
        ({"categories": [2, "Tutorial"]}, [NOTES, TUTORIAL]),
        ({"product_types": [4]}, [MARKING]),
        ({"product_types": ["4", "tutorial"]}, [MARKING, TUTORIAL]),
    ],
)
def test_a_body_can_have_ids_of_groups(
    client: Client, filters: dict[str, object], expected: list[int]
) -> None:
    assert found(client, {"filters": filters}) == expected


@of_each(is_read)
def test_tracking_parameters_are_ignored(client: Client, operation: Operation) -> None:
    plain = operation.ask(client)
    tracked = operation.ask(client, operation.asking(TRACKING))

    assert (tracked.status_code, tracked.content) == (plain.status_code, plain.content)
    assert tracked.headers.get("ETag") == plain.headers.get("ETag")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("distance_learning=2", "distance_learning"),
        ("tutorial=yes", "tutorial"),
        ("tutorial=1&tutorial=1", "tutorial"),
        ("variation=x", "variation[0]"),
        ("utm=1", "utm"),
        ("xutm_source=1", "xutm_source"),
    ],
)
def test_errors_are_still_named(client: Client, query: str, field: str) -> None:
    assert list(wrong_fields(get(client, f"{SEARCH}?{query}"))) == [field]
    assert list(wrong_fields(post(client, {}, query=query))) == [field]


def test_flags_of_other_routes_are_strict(client: Client) -> None:
    assert list(wrong_fields(get(client, f"{EVENTS}?available=1"))) == ["available"]
