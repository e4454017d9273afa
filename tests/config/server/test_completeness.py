"""A thread gets a request when it is complete, or when the worker stops waiting for the rest."""

import pytest

from config.server.worker.completeness import (
    LONGEST_BODY,
    LONGEST_HEAD,
    arrival,
    asks_for_liveness,
    target,
)

GET = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
POST = b"POST / HTTP/1.1\r\ncontent-LENGTH: 4\r\n\r\n"


@pytest.mark.parametrize(
    ("received", "is_complete", "is_cut"),
    [
        (b"", False, True),
        (GET[:-1], False, True),
        (GET, True, False),
        (GET + b"GET /next", True, False),
        (POST + b"abc", False, True),
        (POST + b"abcd", True, False),
        (POST + b"abcdGET /next", True, False),
        (b"x" * (LONGEST_HEAD + 1), True, True),
        (b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % (LONGEST_BODY + 1), True, True),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", True, True),
        (b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 9\r\n\r\n", True, True),
        (b"POST / HTTP/1.1\r\nContent-Length: +9\r\n\r\n", True, False),
    ],
)
def test_a_request_is_complete_with_its_head_and_body(
    received: bytes, is_complete: bool, is_cut: bool
) -> None:
    found = arrival(received, has_ended=False)
    assert (found.is_complete, found.is_cut) == (is_complete, is_cut)


@pytest.mark.parametrize("received", [GET[:-1], POST, POST + b"abc"])
def test_an_incomplete_request_is_passed_on(received: bytes) -> None:
    found = arrival(received, has_ended=True)
    assert (found.is_complete, found.is_cut) == (True, True)


def test_expect_100_continue_is_detected() -> None:
    waits = POST.replace(b"\r\n\r\n", b"\r\nExpect: 100-continue\r\n\r\n")
    assert arrival(waits, has_ended=False).expects_word
    assert not arrival(POST, has_ended=False).expects_word


def test_the_liveness_route_is_detected() -> None:
    assert asks_for_liveness(b"GET /api/health/live/ HTTP/1.1\r\n")
    assert asks_for_liveness(b"HEAD /api/health/live?a HTTP/1.1\r\n")
    assert not asks_for_liveness(b"GET /api/health/ready/ HTTP/1.1\r\n")


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        (GET, ("GET", "/")),
        (b"POST /a%20b/?c=/d HTTP/1.1\r\n", ("POST", "/a b/")),
        (b"GET /\xff HTTP/1.1\r\n", ("GET", "/\u00ff")),
        (b"GET http://a/ HTTP/1.1\r\n", None),
        (b"get / HTTP/1.1\r\n", None),
        (b"OPTIONS * HTTP/1.1\r\n", None),
        (b"GET /", None),
    ],
)
def test_the_target_of_a_request_is_its_method_and_path(
    received: bytes, expected: tuple[str, str] | None
) -> None:
    assert target(received) == expected
