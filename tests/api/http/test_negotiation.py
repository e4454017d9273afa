"""Content negotiation according to RFC 9110."""

from typing import cast

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from api.http.middleware import HttpMiddleware
from api.http.negotiation import is_acceptable
from api.http.request import ApiRequest
from tests.api.operations import Operation, of_each
from tests.api.responses import EVENTS, get, problem

ACCEPTED = [
    "*/*",
    "application/*",
    "application/json",
    "APPLICATION/JSON",
    "application/json; charset=utf-8",
    "application/json;q=0.001",
    "text/html, application/json;q=0.5",
    "text/html,application/xhtml+xml,*/*;q=0.8",
    "application/*;q=0, application/json",
    "application/json ; q=1.000",
    "application/json;q=0, application/json;q=1",
    # What is malformed asks nothing.
    "",
    " ",
    ",",
    "json",
    "*/json",
    "application/json;q=2",
    "application/json;q=-1",
    "\xff",
    "\x00",
]
REFUSED = [
    "text/html",
    "text/*",
    "application/problem+json",
    "application/xml",
    "application/json;q=0",
    "application/json;q=0.000, */*",
    "application/*;q=0, */*;q=1",
    "*/*;q=0",
    "text/html, json",
    "application/jsonx",
]


@pytest.mark.parametrize("accept", ACCEPTED)
def test_accept_headers_that_allow_json(accept: str) -> None:
    assert is_acceptable(accept, "application/json")


@pytest.mark.parametrize("accept", REFUSED)
def test_accept_headers_that_exclude_json(accept: str) -> None:
    assert not is_acceptable(accept, "application/json")


def test_a_long_header_is_parsed_quickly() -> None:
    assert not is_acceptable("text/html;q=0.1," * 50_000, "application/json")


@of_each()
@pytest.mark.parametrize("wanted", ["*/*", "{kind}/*", "{media_type}", "{media_type};q=0.1,a/b"])
def test_an_operation_accepts_a_matching_accept_header(
    client: Client, operation: Operation, wanted: str
) -> None:
    kind = str(operation.media_type).partition("/")[0]
    accept = wanted.format(kind=kind, media_type=operation.media_type)

    assert operation.ask(client, Accept=accept).status_code == operation.success


@of_each()
@pytest.mark.parametrize("wanted", ["image/png", "{media_type};q=0", "{media_type};q=0,*/*"])
def test_an_operation_rejects_another_accept_header(
    client: Client, operation: Operation, wanted: str
) -> None:
    response = operation.ask(client, Accept=wanted.format(media_type=operation.media_type))

    error = problem(response, 406)
    assert operation.media_type in error["detail"]
    assert response.headers["Cache-Control"] == "no-store"
    assert not response.headers.keys() & {"ETag", "Content-Encoding"}


def test_a_406_has_no_headers_of_the_refused_body() -> None:
    about_the_body = {"ETag": '"1"', "Content-Encoding": "gzip", "Cache-Control": "public"}
    packed = HttpResponse(b"\x1f\x8b", "application/json", headers={**about_the_body, "X-A": "1"})
    request = cast("ApiRequest", RequestFactory().get(EVENTS, headers={"Accept": "text/html"}))

    response = HttpMiddleware(lambda _: packed)(request)

    assert response.status_code == 406
    assert response.headers["Cache-Control"] == "no-store"
    assert not response.headers.keys() & {"ETag", "Content-Encoding"}
    assert response.headers["X-A"] == "1"


@pytest.mark.parametrize("accept", ["application/problem+json", "application/json", "text/html"])
def test_a_problem_is_sent_for_any_accept_header(client: Client, accept: str) -> None:
    problem(get(client, f"{EVENTS}nothing/", Accept=accept), 404)
    problem(get(client, f"{EVENTS}?page=0", Accept=accept), 422)


def test_the_documentation_page_is_html(client: Client) -> None:
    assert get(client, "/api/docs", Accept="text/html").status_code == 200
    problem(get(client, "/api/docs", Accept="application/json"), 406)
