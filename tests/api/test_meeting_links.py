"""The setting that hides the links of online meetings from those who may not see them."""

import gzip
import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook
from pytest_django import Settings

from domain.access.callers import Scope
from tests.api.clients import client_of
from tests.api.responses import EVENTS, Response, problem
from tests.api.service import some_ports
from tests.api.writing import Service, a_session
from tests.callers import STAFF_SESSION, token_of
from tests.contracts.services import on_postgresql

LINK = "https://meet.example/secret"
CODE = "LINK-1"
READER = token_of(Scope.TUTORIALS_READ)
OTHER = token_of(Scope.REFERENCE_READ)
EVENT, LIST = f"{EVENTS}{CODE}/", f"{EVENTS}?from=2027-01-01"
ROUTES = (EVENT, LIST, f"{EVENTS[:-1]}.csv", f"{EVENTS[:-1]}.ics", f"{EVENTS}{CODE}.ics")


@pytest.fixture
def client(settings: Settings) -> Client:
    settings.MEETING_LINKS_HIDDEN = True
    client = client_of(some_ports())
    made = Service(client, product=1).create(CODE, sessions=[a_session(1, url=LINK), a_session(2)])
    assert made.json()["sessions"][0]["url"] == LINK
    return client


def ask(client: Client, address: str, token: str = "", **headers: str) -> Response:
    known = {"Authorization": f"Bearer {token}"} if token else {}
    found: Any = client.get(address, headers={**known, **headers})
    return found  # type: ignore[no-any-return]  # a test client's response


def has_link(response: Response) -> bool:
    assert response.status_code == 200
    return LINK.encode() in response.content


@pytest.mark.parametrize("address", ROUTES)
def test_only_those_who_may_see_them_get_the_links(client: Client, address: str) -> None:
    # Twice: no cache gives to one what it has for another.
    for _ in range(2):
        anonymous, reader = ask(client, address), ask(client, address, READER)
        writer = ask(client, address, token_of(Scope.TUTORIALS_WRITE))
        other = ask(client, address, OTHER)

        assert [has_link(each) for each in (anonymous, reader, writer, other)] == [
            *(False, True, True, False)
        ]
        tags = {each.headers["ETag"] for each in (anonymous, reader)}
        assert len(tags) == 2
        for each in (anonymous, reader):
            assert {"Authorization", "Cookie"} <= set(each.headers["Vary"].split(", "))
        assert "private" in reader.headers["Cache-Control"]
        again = ask(client, address, **{"If-None-Match": reader.headers["ETag"]})
        assert again.status_code == 200
    staff = client.get(address, headers={"Cookie": f"sessionid={STAFF_SESSION}"})
    assert has_link(staff)
    problem(ask(client, address, "wrong"), 401)


def test_a_hidden_link_is_indicated(client: Client) -> None:
    hidden, shown = ask(client, EVENT).json(), ask(client, EVENT, READER).json()

    assert [(each["url"], each["has_url"]) for each in hidden["sessions"]] == [
        (None, True),
        (None, False),
    ]
    assert [(each["url"], each["has_url"]) for each in shown["sessions"]] == [
        (LINK, True),
        (None, False),
    ]
    session = f"{EVENT}sessions/{hidden['sessions'][0]['id']}/"
    one, other = ask(client, session), ask(client, session, READER)
    assert (one.json(), other.json()) == (hidden["sessions"][0], shown["sessions"][0])
    assert one.headers["ETag"] != other.headers["ETag"]


def test_the_workbook_hides_links_too(client: Client) -> None:
    def cells(response: Response) -> Iterator[object]:
        for row in load_workbook(BytesIO(response.content))["Import"].iter_rows(values_only=True):
            yield from row

    address = f"{EVENTS[:-1]}.xlsx"
    assert LINK not in set(cells(ask(client, address)))
    assert LINK in set(cells(ask(client, address, READER)))


def searches(client: Client, token: str = "") -> Iterator[Response]:
    known = {"Authorization": f"Bearer {token}"} if token else {}
    for address in ("unified/", "fuzzy/", "advanced-fuzzy/", "default-data/"):
        yield client.get(f"/api/search/{address}", headers=known)
    yield client.post("/api/search/unified/", "{}", "application/json", headers=known)
    yield client.get("/api/search/unified/", headers={**known, "Accept-Encoding": "gzip"})


def urls(response: Response) -> list[tuple[Any, bool]]:
    assert response.status_code == 200
    body = response.content
    if response.headers.get("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    found = json.loads(body)
    products = found.get("products") or found.get("popular_products")
    return [
        (session["url"], session["has_url"])
        for product in products
        for variation in product.get("variations", [])
        for event in variation.get("events", [])
        for session in event["sessions"]
    ]


@pytest.mark.django_db
def test_a_search_hides_the_links_too(settings: Settings) -> None:
    settings.MEETING_LINKS_HIDDEN = True
    service = on_postgresql()
    service.create(CODE, sessions=[a_session(1, url=LINK), a_session(2)])
    client = service.client
    known = [urls(each) for _ in range(2) for each in searches(client, service.token)]
    unknown = [urls(each) for _ in range(2) for each in searches(client)]

    assert all(any(url for url, _ in each) for each in known)
    assert all(each for each in unknown)
    for shown, hidden in zip(known, unknown, strict=True):
        assert hidden == [(None, has_url) for _, has_url in shown]
    tags = [
        client.get("/api/search/unified/", headers=headers).headers["ETag"]
        for headers in ({}, {"Authorization": f"Bearer {service.token}"})
    ]
    assert tags[0] != tags[1]


def test_links_are_shown_and_tokens_ignored_by_default() -> None:
    client = client_of(some_ports())
    Service(client, product=1).create(CODE, sessions=[a_session(1, url=LINK)])

    for address in ROUTES:
        for response in (ask(client, address), ask(client, address, "wrong")):
            assert has_link(response)
            assert "Authorization" not in response.headers.get("Vary", "")
