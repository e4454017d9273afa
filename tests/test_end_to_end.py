"""From a row of a plan to the response of a search."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from config.wiring import live_index, ports
from tests.adapters.spreadsheets.plan import event, session, workbook

pytestmark = pytest.mark.django_db
LONDON, DUBLIN, ONLINE = "ELO-CM2-20-26B", "ELO-CM2-30-26B", "ELO-CB1-01-26B"


@pytest.fixture(autouse=True)
def stored_plan(tmp_path: Path, db: None) -> None:
    # An index with the data of an earlier test's transaction does not notice its rollback.
    ports.cache_clear()
    live_index.cache_clear()
    winter = {"Classroom start date": date(2026, 1, 7), "Classroom end date": date(2026, 1, 7)}
    rows = [
        event(LONDON, **{"Course template code": "CM2_f2f_2"}),
        session(2, **winter, Venue="Bankside House"),
        event(DUBLIN, **{"Course template code": "CM2_f2f_1", "Location": "Dublin"}),
        event(
            ONLINE,
            **{
                "Course template code": "CB1_LO_1",
                "Location": "Live online",
                "Venue": "Live online",
            },
        ),
    ]
    call_command("import_tutorials", workbook(tmp_path / "plan.xlsx", rows), verbosity=0)


def search(client: Client, text: str = "", **filters: list[Any]) -> dict[str, Any]:
    body = {"searchQuery": text, "filters": filters}
    response = client.post("/api/search/unified/", body, content_type="application/json")
    assert response.status_code == 200, response.content
    found: dict[str, Any] = response.json()
    return found


def events(found: dict[str, Any]) -> list[str]:
    return [
        each["code"]
        for product in found["products"]
        for variation in product["variations"]
        for each in variation["events"]
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [ONLINE, DUBLIN, LONDON]),
        ("CM2", [DUBLIN, LONDON]),
        ("CM1", []),
        ("tutorial", [ONLINE, DUBLIN, LONDON]),
        ("dubln", [DUBLIN]),
        ("live online", [ONLINE]),
        (LONDON, [LONDON]),
        ("ELO-CM2", [DUBLIN, LONDON]),
        ("bankside house", [LONDON]),
        ("cm2 london", [LONDON]),
        ("CM2_f2f_2", [LONDON]),
    ],
)
def test_the_intended_product_is_found(client: Client, text: str, expected: list[str]) -> None:
    assert events(search(client, text)) == expected


def test_sessions_are_shown_with_their_event_in_local_time(client: Client) -> None:
    (product,) = search(client, LONDON)["products"]
    (found,) = product["variations"][0]["events"]

    assert (found["start_date"], found["end_date"]) == ("2026-01-07", "2026-07-01")
    assert [
        (each["sequence"], each["title"], each["start_date"], each["end_date"])
        for each in found["sessions"]
    ] == [
        (1, "Day 1", "2026-07-01T09:00:00+01:00", "2026-07-01T17:00:00+01:00"),
        (2, "Day 2", "2026-01-07T09:00:00+00:00", "2026-01-07T17:00:00+00:00"),
    ]


def test_counts_equal_the_results_of_filters(client: Client) -> None:
    found = search(client, subjects=["CM2"])

    assert found["pagination"]["total_count"] == len(found["products"]) == 2
    assert {key: value["count"] for key, value in found["filter_counts"]["subjects"].items()} == {
        "CB1": 1,
        "CM2": 2,
    }


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE acted.tutorial_events SET remain_space = -5, venue = ''", -5),
        ("DELETE FROM acted.tutorial_sessions", 12),
        ("UPDATE acted.tutorial_sessions SET title = ' ', url = 'none'", 12),
    ],
)
def test_a_write_of_another_system_is_in_the_next_response(
    client: Client, statement: str, expected: int
) -> None:
    search(client)

    with connection.cursor() as cursor:
        cursor.execute(statement)

    found = search(client)
    places = [
        each["remain_space"]
        for product in found["products"]
        for variation in product["variations"]
        for each in variation["events"]
    ]
    assert places == [expected] * 3


def test_an_event_without_sessions_has_an_empty_list(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM acted.tutorial_sessions")

    (product,) = search(client, LONDON)["products"]

    assert product["variations"][0]["events"][0]["sessions"] == []


def test_an_event_is_read_by_its_code(client: Client) -> None:
    found = client.get(f"/api/tutorials/events/{DUBLIN}/").json()

    assert found["code"] == DUBLIN
    assert [each["location"] for each in found["sessions"]] == ["Dublin"]


def test_events_are_listed_by_location(client: Client) -> None:
    found = client.get("/api/tutorials/events/", {"location": "dublin"}).json()

    assert [each["code"] for each in found["items"]] == [DUBLIN]


@pytest.mark.parametrize(
    "kind",
    ["course-templates", "custom-fields", "instructors", "locations", "price-levels", "venues"],
)
def test_reference_data_is_listed(client: Client, kind: str) -> None:
    response = client.get(f"/api/administrate/{kind}/")

    assert response.status_code == 200
    assert response.json()["items"] == []
