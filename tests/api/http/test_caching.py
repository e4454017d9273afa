"""Cache headers and conditional requests."""

import gzip
import re

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from api.http.caching.conditional import entity_tag, with_validator
from tests.api.operations import Operation, is_read, of_each
from tests.api.responses import EVENTS, SEARCH, get, post, problem

STRONG = re.compile(r'"[\x21\x23-\x7e]+"')


@of_each(is_read)
def test_a_read_response_has_cache_control(client: Client, operation: Operation) -> None:
    response = operation.ask(client)

    rule = response.headers["Cache-Control"]
    assert rule
    assert ("ETag" in response.headers) == ("no-store" not in rule)


@of_each()
def test_an_error_is_never_cached(client: Client, operation: Operation) -> None:
    for response in (
        operation.ask(client, operation.asking("nothing=1")),
        operation.ask(client, method="DELETE"),
        operation.ask(client, "/api/nothing/"),
    ):
        assert response.status_code >= 400
        assert response.headers["Cache-Control"] == "no-store"
        assert "ETag" not in response.headers


@of_each(is_read)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("known", ["{}", "W/{}", '"other", {}', '"a,b",W/{}', "*"])
def test_an_unchanged_response_is_304(
    client: Client, operation: Operation, method: str, known: str
) -> None:
    response = operation.ask(client)
    if "ETag" not in response.headers:
        return
    tag = response.headers["ETag"]

    again = operation.ask(client, method=method, **{"If-None-Match": known.format(tag)})

    assert (again.status_code, again.content) == (304, b"")
    for name in ("ETag", "Cache-Control"):
        assert again.headers[name] == response.headers[name]
    assert not again.headers.keys() & {"Content-Type", "Content-Length", "Content-Encoding"}
    assert again.headers["X-Request-ID"]


@of_each(is_read)
@pytest.mark.parametrize("known", ['"other"', 'W/"other"', "{bare}", "", '"', "W/", "\xff"])
def test_a_changed_response_is_sent(client: Client, operation: Operation, known: str) -> None:
    tag = operation.ask(client).headers.get("ETag", '""')

    response = operation.ask(client, **{"If-None-Match": known.format(bare=tag.strip('"'))})

    assert response.status_code == 200
    assert response.content


@pytest.mark.parametrize(
    ("wanted", "status"), [("*", 200), ("{}", 200), ("W/{}", 412), ('"x"', 412)]
)
def test_if_match_is_supported(client: Client, wanted: str, status: int) -> None:
    tag = get(client, EVENTS).headers["ETag"]

    response = get(client, EVENTS, **{"If-Match": wanted.format(tag)})

    assert response.status_code == status
    if status == 412:
        problem(response, 412)
        assert "Content-Security-Policy" in response.headers


def test_the_etag_depends_on_the_bytes(client: Client) -> None:
    one, same, other = (get(client, f"{EVENTS}?page={page}") for page in (1, 1, 2))

    assert one.headers["ETag"] == same.headers["ETag"] != other.headers["ETag"]
    assert STRONG.fullmatch(one.headers["ETag"])
    assert entity_tag(b"a") != entity_tag(b"b")


def test_conditions_on_dates_are_ignored(client: Client) -> None:
    day = "Thu, 01 Jan 2026 00:00:00 GMT"

    for name in ("If-Modified-Since", "If-Unmodified-Since"):
        assert get(client, EVENTS, **{name: day}).status_code == 200


def test_headers_of_a_route_are_kept() -> None:
    headers = {"Cache-Control": "public, max-age=60", "ETag": 'W/"7"', "Vary": "Accept-Encoding"}
    given = HttpResponse(b"{}", headers=headers)

    response = with_validator(RequestFactory().get("/"), given)
    again = with_validator(RequestFactory().get("/", headers={"If-None-Match": '"7"'}), given)

    assert response is given
    assert {name: response.headers[name] for name in headers} == headers
    assert again.status_code == 304
    assert {name: again.headers[name] for name in headers} == headers


def test_a_response_that_is_not_stored_has_no_etag() -> None:
    given = HttpResponse(b"{}", headers={"Cache-Control": "no-store"})

    response = with_validator(RequestFactory().get("/", headers={"If-None-Match": "*"}), given)

    assert response.status_code == 200
    assert "ETag" not in response.headers


@of_each()
def test_gzip_is_only_used_if_accepted_and_only_once(client: Client, operation: Operation) -> None:
    plain, packed = (
        operation.ask(client, **{"Accept-Encoding": coding}) for coding in ("identity", "gzip")
    )

    assert "Content-Encoding" not in plain.headers
    coding = packed.headers.get("Content-Encoding")
    assert coding in {None, "gzip"}
    unpacked = gzip.decompress(packed.content) if coding else packed.content
    assert unpacked == plain.content
    assert coding is None or "Accept-Encoding" in packed.headers["Vary"]


def test_a_search_by_post_is_not_cached(client: Client) -> None:
    response = post(client, {})

    assert "max-age" not in response.headers.get("Cache-Control", "")
    again = client.generic("POST", SEARCH, headers={"If-None-Match": "*"})
    assert again.status_code == 200
