import pytest
from django.test import Client

from api.schemas.params import EventQuery
from api.schemas.types.numbers import LARGEST_PAGE
from tests.api.responses import EVENTS, get, names_of, problem, wrong_fields

CODES = ["CM2-01-26A", "CM2-02 Zürich", "CM2/03", "CM2-04?#%"]


def listed(client: Client, query: str = "") -> list[str]:
    response = get(client, f"{EVENTS}?{query}")
    assert response.status_code == 200, response.content
    return [event["code"] for event in response.json()["items"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", CODES),
        ("subject=CM2", CODES),
        ("subject=CB1", []),
        ("venue=bank", CODES),
        ("venue=bank%20side", []),
        ("location=london&venue=bankside", CODES),
        ("from=2026-07-03", CODES[2:]),
        ("to=2026-07-02", CODES[:2]),
        ("from=2026-07-02&to=2026-07-02", CODES[1:2]),
        ("from=2000-01-01&to=2099-12-31", CODES),
        ("from=2026-07-02&to=2026-07-01", []),
        ("available=true", CODES),
        ("available=false", []),
        ("page_size=3", CODES[:3]),
        ("page=2&page_size=3", CODES[3:]),
        (f"page={LARGEST_PAGE}&page_size=100", []),
    ],
)
def test_filters_select_events(client: Client, query: str, expected: list[str]) -> None:
    assert listed(client, query) == expected


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("page=0", "page"),
        ("page=-1", "page"),
        ("page=1000000000000000000", "page"),
        ("page=1.0", "page"),
        ("page=+1", "page"),
        ("page=%C2%B2", "page"),
        ("page=", "page"),
        ("page=NaN", "page"),
        ("page=1&page=2", "page"),
        ("page_size=0", "page_size"),
        ("page_size=101", "page_size"),
        ("page_size=1000000000", "page_size"),
        ("subject=", "subject"),
        ("subject=%20", "subject"),
        ("subject=%00", "subject"),
        ("subject=%ff", "subject"),
        ("subject=%ED%A0%80", "subject"),
        ("subject=CM1&subject=CM2", "subject"),
        ("venue=" + "x" * 256, "venue"),
        ("venue=%E2%80%AE", "venue"),
        ("location=a%0Ab", "location"),
        ("from=10000-01-01", "from"),
        ("from=1999-12-31", "from"),
        ("from=2026-02-30", "from"),
        ("from=2026-7-1", "from"),
        ("from=20260701", "from"),
        ("from=2026-W01-1", "from"),
        ("from=2026-07-01T00:00:00", "from"),
        ("from=today", "from"),
        ("to=2100-01-01", "to"),
        ("to=0", "to"),
        ("available=yes", "available"),
        ("available=1", "available"),
        ("available=", "available"),
        ("available=true&available=true", "available"),
        ("colour=red", "colour"),
        ("=red", "query"),
        ("%ff=red", "\N{REPLACEMENT CHARACTER}"),
    ],
)
def test_an_invalid_parameter_is_named(client: Client, query: str, field: str) -> None:
    assert list(wrong_fields(get(client, f"{EVENTS}?{query}"))) == [field]


def test_the_message_of_a_validator_is_returned(client: Client) -> None:
    message = wrong_fields(get(client, f"{EVENTS}?from=2026-02-30"))["from"]

    assert message.startswith("day")


def test_an_unknown_parameter_lists_the_valid_ones(client: Client) -> None:
    message = wrong_fields(get(client, f"{EVENTS}?colour=red"))["colour"]

    assert message == f"Unknown; the valid names are: {names_of(EventQuery)}"
    assert "page, page_size, subject, " in message
    assert ", from, to, " in message


def test_invalid_utf_8_is_reported(client: Client) -> None:
    assert wrong_fields(get(client, f"{EVENTS}?venue=%ff")) == {"venue": "Input should be UTF-8"}


def test_all_invalid_parameters_are_named(client: Client) -> None:
    response = get(client, f"{EVENTS}?page=0&from=10000-01-01&colour=red&venue=%ff&venue=x")

    assert set(wrong_fields(response)) == {"page", "from", "colour", "venue"}


def test_a_page_has_its_position(client: Client) -> None:
    response = get(client, f"{EVENTS}?page=2&page_size=3").json()

    assert response["pagination"] == {
        "page": 2,
        "page_size": 3,
        "total_count": 4,
        "total_pages": 2,
        "has_next": False,
        "has_previous": True,
    }


def test_an_event_has_its_sessions(client: Client) -> None:
    response = get(client, f"{EVENTS}CM2-01-26A/").json()

    [session] = response.pop("sessions")
    assert session.pop("id")
    assert session == {
        "title": "Day 1",
        "location": "London",
        "venue": "Bankside",
        "start_date": "2026-07-01T09:00:00+01:00",
        "end_date": "2026-07-01T17:00:00+01:00",
        "sequence": 1,
        "url": None,
        "time_zone": "Europe/London",
        "has_url": False,
        "instructors": [],
    }
    assert response.pop("id")
    assert response == {
        "code": "CM2-01-26A",
        "venue": "Bankside",
        "is_soldout": False,
        "remain_space": 12,
        "finalisation_date": None,
        "start_date": "2026-07-01",
        "end_date": "2026-07-01",
        "store_product_id": 1,
        "subject_code": "CM2",
        "exam_session_code": "26A",
        "product_name": "Tutorial - London",
        "variation_name": "CM2_f2f_1",
        "is_unlimited": False,
        "cancelled_at": None,
        "cancelled_by": None,
        "cancelled_reason": None,
        "clash_override_at": None,
        "clash_override_by": None,
        "clash_override_reason": None,
        # The day of the test decides it.
        "availability": response["availability"],
        "availability_reason": response["availability_reason"],
    }


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("CM2-02%20Z%C3%BCrich/", "CM2-02 Zürich"),
        ("CM2%2F03/", "CM2/03"),
        ("CM2/03/", "CM2/03"),
        ("CM2-04%3F%23%25/", "CM2-04?#%"),
    ],
)
def test_a_code_is_percent_decoded(client: Client, address: str, code: str) -> None:
    assert get(client, f"{EVENTS}{address}").json()["code"] == code


@pytest.mark.parametrize(
    "code", ["CM2-01", "cm2-01-26a", "CM2-01-26A%20", "%C3%BC", "%FF", "a%0Ab"]
)
def test_an_unknown_code_is_not_found(client: Client, code: str) -> None:
    error = problem(get(client, f"{EVENTS}{code}/"), 404)

    assert error["errors"] == []
    assert error["instance"].startswith(EVENTS)


@pytest.mark.parametrize("code", ["%00", "CM2%00", "a%09b", "%E2%80%AE", "x" * 101])
def test_an_invalid_code_is_named(client: Client, code: str) -> None:
    assert list(wrong_fields(get(client, f"{EVENTS}{code}/"))) == ["code"]


def test_an_event_accepts_no_parameters(client: Client) -> None:
    fields = wrong_fields(get(client, f"{EVENTS}CM2-01-26A/?page=1"))

    assert fields == {"page": "Unknown; the valid names are: none"}
