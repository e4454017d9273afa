"""CORS: only origins in the settings are allowed."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings

from domain.ports.ports import Ports
from tests.api.clients import client_of
from tests.api.operations import Operation, of_each
from tests.api.responses import EVENTS, SEARCH, get

SHOP, STRANGER = "https://shop.example", "https://stranger.example"
CORS = "corsheaders.middleware.CorsMiddleware"


@pytest.fixture
def open_client(ports: Ports) -> Iterator[Client]:
    """Return a client of a service that takes questions from pages of a shop."""
    with override_settings(CORS_ALLOWED_ORIGINS=[SHOP], MIDDLEWARE=[CORS, *settings.MIDDLEWARE]):
        yield client_of(ports)


def preflight(client: Client, address: str, origin: str, method: str, *wanted: str) -> Any:
    """Ask as a browser does before it sends what a plain form could not; return the headers."""
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": ", ".join(wanted),
    }
    response = client.options(address, headers=asked)
    assert response.status_code < 300
    return response.headers


@of_each()
def test_an_allowed_origin_can_read_every_response(
    open_client: Client, operation: Operation
) -> None:
    for address in ("", operation.asking("nothing=1"), "/api/nothing/"):
        response = operation.ask(open_client, address, Origin=SHOP)
        assert response.headers["Access-Control-Allow-Origin"] == SHOP
        assert response.headers["Access-Control-Allow-Credentials"] == "true"
        exposed = set(response.headers["Access-Control-Expose-Headers"].split(", "))
        assert exposed >= {"ETag", "Location", "X-Request-ID", "Retry-After"}
        assert exposed >= {"Deprecation", "Link", "Sunset"}
        assert "origin" in response.headers["Vary"].lower()


@of_each()
def test_another_origin_cannot_read_responses(open_client: Client, operation: Operation) -> None:
    response = operation.ask(open_client, Origin=STRANGER)

    assert "Access-Control-Allow-Origin" not in response.headers
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert "origin" in response.headers["Vary"].lower(), "a cache must not give it to the shop"


@of_each()
def test_a_preflight_request_is_answered(open_client: Client, operation: Operation) -> None:
    allowed = preflight(
        open_client, operation.address, SHOP, operation.method, "content-type", "x-request-id"
    )

    assert allowed["Access-Control-Allow-Origin"] == SHOP
    assert allowed["Access-Control-Allow-Credentials"] == "true"
    methods = set(allowed["Access-Control-Allow-Methods"].split(", "))
    assert methods >= {operation.method, "PUT", "PATCH", "DELETE"}
    headers = set(allowed["Access-Control-Allow-Headers"].split(", "))
    assert headers >= {"authorization", "content-type", "x-csrftoken", "x-request-id"}
    assert headers >= {"if-match", "if-none-match", "idempotency-key"}
    assert "*" not in {*methods, *headers}
    refused = preflight(open_client, operation.address, STRANGER, operation.method)
    assert "Access-Control-Allow-Origin" not in refused


def test_304_and_redirects_have_cors_headers(open_client: Client) -> None:
    tag = get(open_client, EVENTS, Origin=SHOP).headers["ETag"]
    known = get(open_client, EVENTS, Origin=SHOP, **{"If-None-Match": tag})
    led = get(open_client, EVENTS.rstrip("/"), Origin=SHOP)

    assert (known.status_code, led.status_code) == (304, 308)
    for response in (known, led):
        assert response.headers["Access-Control-Allow-Origin"] == SHOP


def test_options_without_an_origin_lists_the_methods(open_client: Client) -> None:
    response = open_client.options(SEARCH)

    assert response.status_code == 204
    assert "POST" in response.headers["Allow"]


def test_the_admin_has_no_cors_headers(open_client: Client) -> None:
    response = get(open_client, "/admin/login/", Origin=SHOP)

    assert "Access-Control-Allow-Origin" not in response.headers


def test_without_allowed_origins_there_are_no_cors_headers(client: Client) -> None:
    response = get(client, EVENTS, Origin=SHOP)

    assert CORS not in settings.MIDDLEWARE
    assert not [name for name in response.headers if name.lower().startswith("access-control")]
    assert "Vary" not in response.headers
    assert client.options(
        SEARCH, headers={"Origin": SHOP, "Access-Control-Request-Method": "POST"}
    ).headers["Allow"]
