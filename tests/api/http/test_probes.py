"""Unusual requests to every operation: the response is a 4xx problem or the normal response."""

import pytest
from django.test import Client

from api.http.parsing.body import LARGEST_BODY
from tests.api.operations import Operation, has_body, has_path_parameters, of_each
from tests.api.responses import Response, problem, wrong_fields

QUERIES = {
    "unknown": ("nothing=1", "nothing"),
    "unknown and empty": ("nothing", "nothing"),
    "unknown and repeated": ("nothing=1&nothing=2", "nothing"),
    "NUL": ("nothing=%00", "nothing"),
    "a NUL in the name": ("a%00b=1", "a\x00b"),
    "no UTF-8": ("nothing=%ff", "nothing"),
    "no UTF-8 in the name": ("%ff=1", "\N{REPLACEMENT CHARACTER}"),
    "a surrogate": ("nothing=%ED%A0%80", "nothing"),
    "beyond bigint": ("nothing=9223372036854775808", "nothing"),
    "an operator": ("nothing__gt=1", "nothing__gt"),
    "overlong": ("nothing=" + "x" * 7000, "nothing"),
}
PATH_PIECES = ["%00", "%ff", "%ED%A0%80", "%0D%0AX:1", "%E2%80%AE", "x" * 7000, "..%2F", "%252e"]
HEADERS = [
    {"Accept": "\x00"},
    {"Accept": ";;;,,,q=q"},
    {"Accept-Encoding": "\xff, gzip;q=x"},
    {"Accept-Charset": "utf-16;q=1, utf-8;q=0"},
    {"Content-Length": "many"},
    {"Content-Type": "\xff"},
    {"Cookie": "sessionid=\x00; =;;; a"},
    {"If-None-Match": '"' * 999},
    {"If-Modified-Since": "yesterday"},
    {"Range": "bytes=0-0,5-,-1"},
    {"X-Forwarded-Host": "elsewhere.example"},
    {"X-HTTP-Method-Override": "DELETE"},
    {"X-Request-ID": "a\r\nX: 1"},
    {"Transfer-Encoding": "chunked"},
    {"Authorization": "Basic \xff"},
]
DEEP = 40_000
BODIES = {
    "no JSON": b"{",
    "two documents": b"{}{}",
    "a repeated key": b'{"a": 1, "a": 2}',
    "nested deeply": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "nested deeply, unclosed": b"[" * DEEP,
    "no UTF-8": b'{"a": "\xff"}',
    "an encoded surrogate": b'{"a": "\xed\xa0\x80"}',
    "UTF-16": '{"a": 1}'.encode("utf-16"),
    "NaN": b'{"a": NaN}',
    "no finite number": b'{"a": 1e999}',
    "a number of 5,000 digits": b'{"a": ' + b"9" * 5000 + b"}",
}
VALUES = {
    "NUL": b'{"a": "\\u0000"}',
    "a surrogate": b'{"a": "\\ud800"}',
    "a surrogate for a key": b'{"\\ud800": 1}',
    "beyond bigint": b'{"a": 9223372036854775808}',
    "no object": b"[]",
    "null": b"null",
}


def is_refused(response: Response) -> None:
    problem(response, response.status_code)
    assert 400 <= response.status_code < 500


@of_each()
@pytest.mark.parametrize(("query", "field"), QUERIES.values(), ids=QUERIES)
def test_an_unknown_parameter_is_named(
    client: Client, operation: Operation, query: str, field: str
) -> None:
    response = operation.ask(client, operation.asking(query))

    assert wrong_fields(response).keys() == {field}


@of_each(has_path_parameters)
@pytest.mark.parametrize("piece", PATH_PIECES)
def test_an_unknown_path_is_a_problem(client: Client, operation: Operation, piece: str) -> None:
    for name in operation.path_parameters:
        values = dict.fromkeys(operation.path_parameters, "x") | {name: piece}
        is_refused(operation.ask(client, operation.path.format(**values)))


@of_each()
@pytest.mark.parametrize("piece", PATH_PIECES)
def test_a_suffix_of_a_path_is_a_problem(client: Client, operation: Operation, piece: str) -> None:
    is_refused(operation.ask(client, f"{operation.place}{piece}/"))


@of_each()
@pytest.mark.parametrize("headers", HEADERS, ids=lambda headers: next(iter(headers)))
def test_unusual_headers_cause_no_error(
    client: Client, operation: Operation, headers: dict[str, str]
) -> None:
    response = operation.ask(client, **headers)

    refused = {401} if operation.definition.get("security") else set[int]()
    assert response.status_code in {200, 400, 411, 415} | refused, response.content
    assert "\n" not in response.headers["X-Request-ID"]
    if response.status_code != 200:
        problem(response, response.status_code)


@of_each()
def test_a_foreign_host_is_a_bad_request(client: Client, operation: Operation) -> None:
    """A health check knows an address only, so the health routes answer to any Host."""
    for host in ("elsewhere.example", "a b", "127.0.0.1:port", "\xff"):
        response = operation.ask(client, Host=host)
        if operation.path.startswith("/api/health/"):
            assert response.status_code == operation.success
        else:
            problem(response, 400)


@of_each(lambda operation: not has_body(operation))
@pytest.mark.parametrize("body", [b"{}", b"{", b"\x00\xff"])
def test_an_unexpected_body_is_ignored(client: Client, operation: Operation, body: bytes) -> None:
    assert operation.send(client, body).content == operation.ask(client).content


@of_each(has_body)
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_body_that_is_not_strict_json_is_a_bad_request(
    client: Client, operation: Operation, body: bytes
) -> None:
    problem(operation.send(client, body), 400)


@of_each(has_body)
@pytest.mark.parametrize("body", VALUES.values(), ids=VALUES)
def test_an_invalid_body_is_reported(client: Client, operation: Operation, body: bytes) -> None:
    assert wrong_fields(operation.send(client, body))


@of_each(has_body)
def test_a_body_must_be_json_with_a_length(client: Client, operation: Operation) -> None:
    for content_type in ("text/plain", "application/xml", "application/json; charset=latin-1"):
        problem(operation.send(client, b"{}", content_type), 415)
    for coding in ("gzip", "br", "identity, gzip"):
        problem(operation.send(client, b"{}", **{"Content-Encoding": coding}), 415)
    problem(operation.send(client, b"{}", **{"Transfer-Encoding": "chunked"}), 411)
    problem(operation.send(client, b" " * (LARGEST_BODY + 1)), 413)
    for length in ("-1", "1.0", "0x1", "\xb2", "9" * 19):
        problem(operation.send(client, b"{}", **{"Content-Length": length}), 400)
