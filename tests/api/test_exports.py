"""Events as files: formats, filters, headers and caching."""

import csv
from io import BytesIO, StringIO
from urllib.parse import quote

import pytest
from django.test import Client
from openpyxl import load_workbook

from api.http.files import content
from tests.api.responses import EVENTS, get, problem
from tests.api.test_tutorial_events import CODES

BASE = EVENTS.removesuffix("/")
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {"csv": "text/csv", "xlsx": WORKBOOK, "ics": "text/calendar"}
of_each_format = pytest.mark.parametrize("name", TYPES)


def body(client: Client, address: str, **headers: str) -> bytes:
    response = client.get(address, headers=headers)
    assert response.status_code == 200, response.headers
    return response.getvalue()


def codes(rows: list[tuple[object, ...]]) -> list[object]:
    at = rows[0].index("Event title")
    return [row[at] for row in rows[1:] if row[at]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [("", CODES), ("from=2026-07-03", CODES[2:]), ("subject=CB1", [])],
)
def test_an_export_has_the_events_of_the_filters(
    client: Client, query: str, expected: list[str]
) -> None:
    text = body(client, f"{BASE}.csv?{query}").decode()
    book = load_workbook(BytesIO(body(client, f"{BASE}.xlsx?{query}")))

    assert codes([tuple(row) for row in csv.reader(StringIO(text))]) == expected
    assert codes(list(book["Import"].iter_rows(values_only=True))) == expected
    entries = body(client, f"{BASE}.ics?{query}").decode().count("BEGIN:VEVENT")
    assert (entries > 0) == bool(expected)


@pytest.fixture(params=[content.MOST_IN_MEMORY, 0], ids=["small", "large"])
def _size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stream files that are larger than this, from disk."""
    monkeypatch.setattr(content, "MOST_IN_MEMORY", request.param)


@pytest.mark.usefixtures("_size")
@of_each_format
def test_the_headers_describe_the_file(client: Client, name: str) -> None:
    response = client.get(f"{BASE}.{name}")

    assert response.headers["Content-Type"].partition(";")[0] == TYPES[name]
    assert f'filename="tutorial-events.{name}"' in response.headers["Content-Disposition"]
    content = response.getvalue()
    assert response.headers["Content-Length"] == str(len(content))
    head = client.head(f"{BASE}.{name}")
    assert head.getvalue() == b""
    assert head.headers["Content-Length"] == str(len(content))
    assert head.headers["ETag"] == response.headers["ETag"]


@pytest.mark.usefixtures("_size")
@of_each_format
def test_an_unchanged_file_is_not_sent_again(client: Client, name: str) -> None:
    first = client.get(f"{BASE}.{name}")
    tag, _ = first.headers["ETag"], first.getvalue()

    again = client.get(f"{BASE}.{name}", headers={"If-None-Match": tag})
    assert (again.status_code, again.getvalue()) == (304, b"")
    assert again.headers["ETag"] == tag
    other = client.get(f"{BASE}.{name}?subject=CB1", headers={"If-None-Match": tag})
    assert (other.status_code, other.getvalue() != b"") == (200, True)
    problem(client.get(f"{BASE}.{name}", headers={"If-Match": '"other"'}), 412)


@of_each_format
def test_what_is_not_accepted_is_not_created(client: Client, name: str) -> None:
    problem(client.get(f"{BASE}.{name}", headers={"Accept": "application/json"}), 406)
    assert body(client, f"{BASE}.{name}", Accept=TYPES[name])


@of_each_format
@pytest.mark.parametrize("query", ["page=1", "colour=red", "from=yesterday", "subject="])
def test_a_wrong_filter_is_named(client: Client, name: str, query: str) -> None:
    assert query.partition("=")[0] in str(problem(get(client, f"{BASE}.{name}?{query}"), 422))


@pytest.mark.parametrize("code", CODES)
def test_one_event_is_a_calendar(client: Client, code: str) -> None:
    assert b"BEGIN:VEVENT" in body(client, f"{EVENTS}{quote(code)}.ics")


def test_a_calendar_of_no_event_is_not_found(client: Client) -> None:
    problem(get(client, f"{EVENTS}none.ics"), 404)
