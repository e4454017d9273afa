"""A body must be empty, or strict JSON in UTF-8."""

import pytest
from django.http import UnreadablePostError
from django.test import Client

from api.http.parsing.body import DEEPEST_NESTING, LARGEST_BODY
from tests.api.responses import SEARCH, found, post, problem, wrong_fields

EVERYTHING = [2, 3, 1]


def test_an_empty_body_returns_everything(client: Client) -> None:
    assert found(client, b"") == EVERYTHING


def test_an_empty_body_needs_no_content_type(client: Client) -> None:
    response = client.generic("POST", SEARCH)

    assert response.status_code == 200
    assert len(response.json()["products"]) == 3


def test_an_empty_object_returns_everything(client: Client) -> None:
    assert found(client, {}) == EVERYTHING


NO_STRICT_JSON = {
    "an open brace": b"{",
    "two documents": b"{}{}",
    "not json": b"not json",
    "single quotes": b"{'searchQuery': 'CM2'}",
    "a comma too many": b'{"searchQuery": "CM2",}',
    "a control character": b'{"searchQuery": "CM\x002"}',
    "a byte order mark": b'\xef\xbb\xbf{"searchQuery": "CM2"}',
    "no UTF-8": b'{"searchQuery": "\xff"}',
    "an encoded surrogate": b'{"searchQuery": "\xed\xa0\x80"}',
    "UTF-16": '{"searchQuery": "CM2"}'.encode("utf-16"),
    "UTF-32": '{"searchQuery": "CM2"}'.encode("utf-32"),
    "NaN": b'{"pagination": {"page": NaN}}',
    "Infinity": b'{"pagination": {"page": Infinity}}',
    "minus Infinity": b'{"pagination": {"page": -Infinity}}',
    "beyond a float": b'{"pagination": {"page": 1e999}}',
    "5,000 digits": b'{"pagination": {"page": ' + b"9" * 5000 + b"}}",
    "a key twice": b'{"searchQuery": "CM1", "searchQuery": "CM2"}',
    "an inner key twice": b'{"pagination": {"page": 1, "page": 2}}',
    "a surrogate as key twice": b'{"\\ud800": 1, "\\ud800": 2}',
    "100,000 brackets open": b"[" * 100_000,
    "100,000 brackets": b"[" * 100_000 + b"]" * 100_000,
    "20,000 objects": b'{"a":' * 20_000 + b"1" + b"}" * 20_000,
    "one list too deep": b'{"filters": ' + b"[" * DEEPEST_NESTING + b"]" * DEEPEST_NESTING + b"}",
}


@pytest.mark.parametrize("body", NO_STRICT_JSON.values(), ids=NO_STRICT_JSON)
def test_invalid_json_is_a_bad_request(client: Client, body: bytes) -> None:
    error = problem(post(client, body), 400)

    assert error["errors"] == [{"field": "body", "message": error["detail"], "pointer": None}]


def test_nesting_up_to_the_limit_is_read(client: Client) -> None:
    depth = DEEPEST_NESTING - 1
    body = b'{"filters": ' + b"[" * depth + b"]" * depth + b"}"

    assert list(wrong_fields(post(client, body))) == ["filters"]


def test_brackets_in_a_string_are_not_nesting(client: Client) -> None:
    assert found(client, {"searchQuery": '[{"\\' * 40}) == []


def test_a_repeated_key_is_named(client: Client) -> None:
    error = problem(post(client, b'{"filters": {}, "filters": {}}'), 400)

    assert error["detail"] == 'The body repeats the key "filters".'


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=utf-16",
        "application/jsonx",
        "",
    ],
)
def test_another_content_type_is_unsupported(client: Client, content_type: str) -> None:
    response = client.post(SEARCH, b'{"searchQuery": "CM2"}', content_type=content_type)

    problem(response, 415)


@pytest.mark.parametrize(
    "content_type", ["application/json; charset=utf-8", "application/json; charset=UTF-8"]
)
def test_a_charset_is_accepted(client: Client, content_type: str) -> None:
    assert client.post(SEARCH, b"{}", content_type=content_type).status_code == 200


def test_a_compressed_body_is_unsupported(client: Client) -> None:
    headers = {"Content-Encoding": "gzip"}

    response = client.post(SEARCH, b"\x1f\x8b", content_type="application/json", headers=headers)

    problem(response, 415)


def test_the_identity_encoding_is_accepted(client: Client) -> None:
    headers = {"Content-Encoding": "identity"}

    response = client.post(SEARCH, b"{}", content_type="application/json", headers=headers)

    assert response.status_code == 200


def test_a_body_above_the_limit_is_too_large(client: Client) -> None:
    problem(post(client, b" " * (LARGEST_BODY + 1)), 413)


def test_a_body_at_the_limit_is_read(client: Client) -> None:
    assert post(client, b"{}".ljust(LARGEST_BODY)).status_code == 200


def test_a_chunked_body_needs_a_length(client: Client) -> None:
    response = client.generic("POST", SEARCH, headers={"Transfer-Encoding": "chunked"})

    problem(response, 411)


@pytest.mark.parametrize("length", ["-1", "1_0", "²", "two"])
def test_an_invalid_length_is_a_bad_request(client: Client, length: str) -> None:
    problem(client.generic("POST", SEARCH, b"{}", CONTENT_LENGTH=length), 400)


def test_an_incomplete_body_is_a_bad_request(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_off(_request: object) -> bytes:
        raise UnreadablePostError

    monkeypatch.setattr("django.http.HttpRequest.body", property(break_off))

    problem(post(client, {}), 400)


def test_a_huge_number_is_refused(client: Client) -> None:
    error = problem(post(client, b'{"pagination": {"page": ' + b"9" * 5000 + b"}}"), 400)

    assert error["detail"] == "The body contains a number with more than 1000 digits."


def test_no_cookie_or_csrf_token_is_needed(client: Client) -> None:
    response = client.post(SEARCH, b"{}", content_type="application/json")

    assert client.handler.enforce_csrf_checks
    assert response.status_code == 200
    assert not response.cookies
    assert not client.cookies
