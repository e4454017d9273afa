"""What the service says of a body, and of a header, that it refuses."""

import json
from typing import Any, cast

import pytest
from django.test import Client, RequestFactory

from api.http.parsing.body import BodyRefused, parse_json, read_body
from tests.api.responses import EVENTS, SEARCH, Response, get, post, problem

JSON = "application/json"
LONGEST = b"9" * 1000
MESSAGES = {
    b"\xff": "The body is not UTF-8.",
    b"{": (
        "The body is not JSON: Expecting property name enclosed in double quotes:"
        " line 1 column 2 (char 1)."
    ),
    b"[" * 33 + b"]" * 33: "The body is nested deeper than 32 levels.",
    b'{"a": ' * 33 + b"1" + b"}" * 33: "The body is nested deeper than 32 levels.",
    b'[[], {}, "[[", [' + b"[" * 31: "The body is nested deeper than 32 levels.",
    b'{"a": 1, "a": 1}': 'The body repeats the key "a".',
    b'{"a\\"b": 1, "a\\"b": 2}': 'The body repeats the key "a\\"b".',
    json.dumps({"x" * 101: 1}).encode().replace(b"}", b', "' + b"x" * 101 + b'": 1}'): (
        f'The body repeats the key "{"x" * 100}".'
    ),
    b"NaN": "The body contains a number that is not finite: NaN.",
    b"[-Infinity]": "The body contains a number that is not finite: -Infinity.",
    b"1e999": "The body contains a number that is not finite: 1e999.",
    b"1" * 400 + b".5": f"The body contains a number that is not finite: {'1' * 20}.",
    LONGEST + b"9": "The body contains a number with more than 1000 digits.",
}
HEADERS: list[tuple[dict[str, str], int, str]] = [
    (
        {"Transfer-Encoding": "chunked"},
        411,
        "Send the body with a Content-Length header, not in chunks.",
    ),
    ({"Content-Length": "-1"}, 400, "The Content-Length header is not a valid number."),
    ({"Content-Length": "9" * 19}, 400, "The Content-Length header is not a valid number."),
    ({"Content-Length": "262145"}, 413, "The body must not be larger than 262144 bytes."),
    ({"Content-Length": "9" * 18}, 413, "The body must not be larger than 262144 bytes."),
    (
        {"Content-Encoding": "gzip"},
        415,
        "Send the body as application/json, encoded in UTF-8 and not compressed.",
    ),
    (
        {"Content-Type": "application/json; charset=latin-1"},
        415,
        "Send the body as application/json, encoded in UTF-8 and not compressed.",
    ),
    (
        {"Content-Type": "application/merge-patch+json"},
        415,
        "Send the body as application/json, encoded in UTF-8 and not compressed.",
    ),
]


@pytest.mark.parametrize("body", MESSAGES, ids=range(len(MESSAGES)))
def test_the_reason_for_a_refused_body_is_returned(body: bytes) -> None:
    with pytest.raises(BodyRefused) as refused:
        parse_json(body)

    assert (refused.value.status, str(refused.value)) == (400, MESSAGES[body])


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b"[" * 32 + b"]" * 32, 32),
        (b'{"a": [1, -1.5, true, null, "["]}', {"a": [1, -1.5, True, None, "["]}),
        (b'"' + b"[" * 40 + b'"', "[" * 40),
        (b'"\\"' + b"[" * 40 + b'"', '"' + "[" * 40),
        (b"1e308", 1e308),
    ],
)
def test_a_body_within_the_limits_is_read(body: bytes, value: object) -> None:
    found: Any = parse_json(body)
    if isinstance(value, int):
        for depth in range(1, value):
            assert len(found) == 1, depth
            [found] = found
        value = []
    assert found == value


def test_a_number_at_the_limit_is_read() -> None:
    assert parse_json(LONGEST) == int(LONGEST)


@pytest.mark.parametrize(("headers", "status", "detail"), HEADERS)
def test_the_reason_for_a_refused_header_is_returned(
    client: Client, headers: dict[str, str], status: int, detail: str
) -> None:
    content_type = headers.get("Content-Type", JSON)
    others = {name: value for name, value in headers.items() if name != "Content-Type"}
    sent = client.generic("POST", SEARCH, b"{}", content_type, headers=others)
    error = problem(cast("Response", sent), status)

    assert error["detail"] == detail
    assert error["errors"] == [{"field": "body", "message": detail, "pointer": None}]


def test_a_patch_takes_two_media_types() -> None:
    request = RequestFactory().generic("PATCH", EVENTS, b"{}", "text/plain")

    with pytest.raises(BodyRefused) as refused:
        read_body(request)

    assert refused.value.status == 415
    assert str(refused.value) == (
        "Send the body as application/merge-patch+json or application/json,"
        " encoded in UTF-8 and not compressed."
    )


@pytest.mark.parametrize("length", ["1", "3"])
def test_a_body_must_be_as_long_as_its_content_length(length: str) -> None:
    request = RequestFactory().generic("POST", SEARCH, b"{}", JSON, CONTENT_LENGTH=length)
    request._body = b"{}"

    with pytest.raises(BodyRefused) as refused:
        read_body(request)

    assert (refused.value.status, str(refused.value)) == (
        400,
        "The body is shorter than its Content-Length.",
    )


def test_a_media_type_that_is_not_served_is_named(client: Client) -> None:
    error = problem(get(client, EVENTS, Accept="text/html"), 406)

    assert (error["title"], error["errors"]) == ("Not Acceptable", [])
    assert error["detail"] == (
        "This route returns application/json, which the Accept header does not allow."
    )


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        (
            {"pagination": {"page": 0}},
            [
                (
                    "pagination.page",
                    "Input should be greater than or equal to 1",
                    "/pagination/page",
                )
            ],
        ),
        (
            {"pagination": {"pages": 1}},
            [
                (
                    "pagination.pages",
                    "Unknown; the valid names are: page, page_size",
                    "/pagination/pages",
                )
            ],
        ),
        ({"filters": []}, [("filters", "Input should be an object", "/filters")]),
        ({"pagination": 1}, [("pagination", "Input should be an object", "/pagination")]),
        ([], [("body", "Input should be an object", "")]),
    ],
)
def test_each_fault_of_a_body_has_its_message_and_its_pointer(
    client: Client, body: object, errors: list[tuple[str, str, str]]
) -> None:
    error = problem(post(client, body), 422)

    found = [(each["field"], each["message"], each["pointer"]) for each in error["errors"]]
    assert found == errors
    assert error["detail"] == f"{errors[0][0]}: {errors[0][1]}"


def test_the_detail_counts_the_other_faults(client: Client) -> None:
    error = problem(post(client, {"filters": 1, "pagination": 1, "options": 1}), 422)

    assert error["detail"] == "filters: Input should be an object (and 2 more)"


@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        ("page=1&page=1", "page", "Should be given only once"),
        ("venue=%ff", "venue", "Input should be UTF-8"),
        ("page=0", "page", "Input should be greater than or equal to 1"),
    ],
)
def test_a_fault_of_a_query_has_its_message_and_no_pointer(
    client: Client, query: str, field: str, message: str
) -> None:
    error = problem(get(client, f"{EVENTS}?{query}"), 422)

    assert error["errors"] == [{"field": field, "message": message, "pointer": None}]


@pytest.mark.parametrize(
    ("address", "method", "status", "title", "detail"),
    [
        (
            "/api/nothing/",
            "GET",
            404,
            "Not Found",
            "No route matches this path.",
        ),
        (
            EVENTS,
            "TRACE",
            405,
            "Method Not Allowed",
            "The method is not allowed. The Allow header lists the allowed methods.",
        ),
    ],
)
def test_a_problem_without_a_detail_has_the_default_of_its_status(
    client: Client, address: str, method: str, status: int, title: str, detail: str
) -> None:
    error = problem(cast("Response", client.generic(method, address)), status)

    assert {name: error[name] for name in ("type", "title", "detail", "instance", "errors")} == {
        "type": "about:blank",
        "title": title,
        "detail": detail,
        "instance": address,
        "errors": [],
    }
