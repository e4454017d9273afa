"""The routes of the previous system, and their deprecation headers."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from django.test import Client

from domain.ports.ports import Ports
from tests.api.responses import EVENTS, Response, get, problem, wrong_fields

LIST, PRODUCTS = "/api/tutorials/list/", "/api/tutorials/products/"
SITTING = f"{PRODUCTS}?exam_session=1&subject_code=CM2"
ALL, VARIATIONS = f"{PRODUCTS}all/", f"{PRODUCTS}1/variations/"
SUCCESSORS = {
    LIST: EVENTS,
    SITTING: "/api/search/unified/",
    ALL: "/api/search/unified/",
    VARIATIONS: "/api/search/unified/",
}


def json_of(client: Client, address: str) -> Any:
    response = get(client, address)
    assert response.status_code == 200, response.content
    return response.json()


def assert_deprecated(response: Response, successor: str) -> None:
    since = datetime.fromtimestamp(int(response.headers["Deprecation"].removeprefix("@")), UTC)
    assert parsedate_to_datetime(response.headers["Sunset"]) - since >= timedelta(days=180)
    assert response.headers["Link"].startswith(f'<{successor}>; rel="successor-version", <')


def test_events_are_a_plain_list(client: Client) -> None:
    events = json_of(client, LIST)

    assert [event["code"] for event in events] == [
        event["code"] for event in json_of(client, EVENTS)["items"]
    ]
    assert events[0] == {
        "id": events[0]["id"],
        "code": "CM2-01-26A",
        "venue": "Bankside",
        "is_soldout": False,
        "finalisation_date": None,
        "remain_space": 12,
        "start_date": "2026-07-01",
        "end_date": "2026-07-01",
        "created_at": "2026-01-07T09:30:00+00:00",
        "updated_at": "2026-01-07T09:30:00+00:00",
        "store_product": 1,
        "store_product_code": "CM2/London/26A",
        "subject_code": "CM2",
    }
    assert json_of(client, f"{LIST}?subject_code=cm2") == events
    assert json_of(client, f"{LIST}?subject_code=CB1") == []


def test_tutorials_and_their_variations_are_plain_lists(client: Client) -> None:
    product = {
        "subject_code": "CM2",
        "subject_name": "The subject CM2",
        "location": "Tutorial - London",
        "product_id": 1,
    }

    assert json_of(client, SITTING) == json_of(client, ALL) == [product]
    assert json_of(client, f"{PRODUCTS}?exam_session=2&subject_code=CM2") == []
    assert json_of(client, VARIATIONS) == [
        {
            "id": 1,
            "variation_type": "Tutorial",
            "name": "CM2_f2f_1",
            "description": None,
            "description_short": None,
            "product_code": "CM2/London/26A",
        }
    ]
    assert json_of(client, f"{VARIATIONS}?subject_code=CB1") == []


@pytest.mark.parametrize("address", SUCCESSORS)
def test_every_response_names_its_successor(client: Client, address: str) -> None:
    separator = "&" if "?" in address else "?"
    for asked, status in ((address, 200), (f"{address}{separator}colour=red", 422)):
        response = get(client, asked)
        assert response.status_code == status
        assert_deprecated(response, SUCCESSORS[address])


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        (PRODUCTS, ["exam_session", "subject_code"]),
        (f"{PRODUCTS}?exam_session=1", ["subject_code"]),
        (f"{PRODUCTS}?exam_session=x&subject_code=CM2", ["exam_session"]),
        (f"{PRODUCTS}?exam_session=0&subject_code=+", ["exam_session", "subject_code"]),
        (f"{LIST}?subject_code=", ["subject_code"]),
        (f"{PRODUCTS}0/variations/", ["product_id"]),
        (f"{PRODUCTS}{2**63}/variations/", ["product_id"]),
    ],
)
def test_missing_or_invalid_parameters_are_named(
    client: Client, address: str, fields: list[str]
) -> None:
    assert list(wrong_fields(get(client, address))) == fields


def test_an_unknown_product_is_not_found(client: Client) -> None:
    response = get(client, f"{PRODUCTS}99/variations/")

    assert "99" in problem(response, 404)["detail"]
    assert_deprecated(response, "/api/search/unified/")


@pytest.mark.parametrize("product", ["x", "-1", "1.0", "+1", "null,null", "%20 1"])
def test_an_invalid_id_is_named(client: Client, product: str) -> None:
    response = get(client, f"{PRODUCTS}{product}/variations/")

    assert list(wrong_fields(response)) == ["product_id"]
    assert_deprecated(response, "/api/search/unified/")


@pytest.mark.parametrize("code", ["CM2-01-26A", "CM2/03", "CM2-04?#%", "CM2-02 Zürich"])
def test_the_id_of_an_event_redirects_to_the_event(client: Client, ports: Ports, code: str) -> None:
    number = ports.tutorials.get(code).id

    led = get(client, f"{EVENTS}{number}/")

    assert (led.status_code, led.content) == (308, b"")
    assert_deprecated(led, led.headers["Location"])
    assert json_of(client, led.headers["Location"])["id"] == number


@pytest.mark.parametrize("number", ["999999", "0", "01", str(2**63), "9" * 30, "\u0661"])
def test_another_number_is_not_found(client: Client, number: str) -> None:
    response = get(client, f"{EVENTS}{number}/")

    problem(response, 404)
    assert "Deprecation" not in response.headers
