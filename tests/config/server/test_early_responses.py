"""Responses before Django's handler is entered equal those of Django."""

import http.client
import json
import re
import socket
from collections.abc import Iterator
from contextlib import closing
from queue import SimpleQueue
from threading import Event
from types import SimpleNamespace
from typing import Any
from weakref import ref

import pytest

from config.server.observation import Observed
from config.server.worker.connections import Connection
from config.server.worker.early_responses import EarlyResponses
from config.server.worker.request_key import read_key
from config.server.worker.sent_responses import SentResponse
from config.server.worker.templates import Template
from domain.search.ports import Reading
from domain.search.search_index import SearchIndex
from tests.domain.search.samples import contents
from tests.served import served, url_of_tables

PATH = "/api/search/unified/"
HEAD = b"GET /api/search/unified/?q=cm2 HTTP/1.1\r\nHost: a\r\n"
CLOSE = "Connection: close\r\n"
CHANGING = {"Date", "X-Request-ID"}


def request(*lines: bytes, body: bytes = b"", first: bytes = HEAD) -> bytes:
    return first + b"".join(line + b"\r\n" for line in lines) + b"\r\n" + body


def key(received: bytes, client: str = "127.0.0.1") -> tuple[bytes, ...] | None:
    asked = read_key(received, client)
    return asked and asked.key


@pytest.mark.parametrize(
    "line", [b"User-Agent: x", b"REFERER: https://a/", b"X-Request-ID: 7", b"Sec-Fetch-Mode: cors"]
)
def test_ignored_headers_are_not_in_the_key(line: bytes) -> None:
    assert key(request(line)) == key(request()) is not None


@pytest.mark.parametrize(
    "other",
    [
        request(first=HEAD.replace(b"cm2", b"cb1")),
        request(first=HEAD.replace(b"GET", b"HEAD")),
        request(first=HEAD.replace(b"Host: a", b"Host: b")),
        request(b"Accept-Encoding: gzip"),
        request(b"Accept: text/html"),
        request(b"Origin: https://a.example"),
        request(b"If-None-Match: *"),
        request(b"X-Forwarded-Proto: https"),
        request(b"Content-Length: 2", body=b"{}"),
        request(b"User-Agent : x"),
        request(b"Connection: close"),
        request(b"X-Anything: 1"),
    ],
)
def test_everything_else_is_in_the_key(other: bytes) -> None:
    assert key(other) != key(request())
    assert key(request(), client="192.0.2.1") != key(request())


@pytest.mark.parametrize(
    "received",
    [
        request(first=HEAD.replace(b"HTTP/1.1", b"HTTP/1.0")),
        request(b"Authorization: Bearer a"),
        request(b"Cookie: sessionid=a"),
        request(b"Catalogue-Version: 1"),
        request(b"Transfer-Encoding: chunked"),
        request(b"Expect: 100-continue"),
        request(b"User-Agent: a\x00b"),
        request(b"User-Agent: a\r b"),
        request(b"X-Long: " + b"x" * 5000),
        request(b" folded"),
        request() + request(),
        request(b"Content-Length: 3", body=b"{}"),
        request(b"Content-Length: 1", body=b"{}"),
    ],
)
def test_other_requests_have_no_key(received: bytes) -> None:
    assert key(received) is None or b" folded" in received
    if b" folded" in received:
        assert key(received) != key(request())


@pytest.mark.parametrize(("given", "wanted"), [(b"abc-1", "abc-1"), (b"a b", ""), (b"", "")])
def test_a_valid_id_is_used(given: bytes, wanted: str) -> None:
    asked = read_key(request(b"X-Request-ID: " + given), "")
    assert asked
    assert asked.request_id == wanted


class Source:
    """A catalogue that changes while it is checked."""

    def __init__(self) -> None:
        self.catalogue, self.goes_on = SearchIndex(contents()), Event()

    def read(self, version: str | None = None) -> Reading:
        assert self.goes_on.wait(60)
        return Reading(self.catalogue, None)

    def current(self) -> SearchIndex:
        return self.catalogue

    complete = current


@pytest.mark.parametrize("changes", [True, False])
def test_a_response_of_another_catalogue_is_not_sent(db: None, *, changes: bool) -> None:
    source, deferred = Source(), SimpleQueue[tuple[Any, ...]]()
    sent: list[Any] = []
    early = EarlyResponses(
        Observed(lambda environ, start: [], ()),
        source,
        defer=lambda *call: deferred.put(call),
        submit=lambda *call: None,
        send=lambda conn, response: sent.append(response),
        go_on=sent.append,
    )
    left, right = socket.socketpair()
    with left, right:
        conn = Connection(SimpleNamespace(), left, ("127.0.0.1", 1), None)
        conn.received += request()
        known = key(request())
        assert known
        early.sent.add(known, sent_response(b"old", source.catalogue))
        assert early.take(conn)
        early.check()
        if changes:
            old, source.catalogue = source.catalogue, SearchIndex(contents())
            early.sent.add(known, sent_response(b"new", source.catalogue))
            assert old is not source.catalogue
        source.goes_on.set()
        finish, *arguments = deferred.get(timeout=60)
        finish(*arguments)
        if changes:
            assert sent == [conn]
        else:
            assert [response.endswith(b"\r\n\r\nold") for response in sent] == [True]


def sent_response(body: bytes, catalogue: SearchIndex) -> SentResponse:
    return SentResponse("200 OK", b"", body, {}, "", ref(catalogue))


@pytest.fixture(scope="module")
def port(django_db_setup: None) -> Iterator[int]:
    with served(DATABASE_URL=url_of_tables(), WORKERS="1") as taken:
        yield taken


type Response = tuple[int, dict[str, str], bytes]


def ask(connection: http.client.HTTPConnection, method: str, **headers: str) -> Response:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    body = None
    if method == "POST":
        body, sent["Content-Type"] = (
            json.dumps({"pagination": {"page_size": 3}}),
            "application/json",
        )
    connection.request(method, PATH, body, sent)
    response = connection.getresponse()
    return response.status, dict(response.getheaders()), response.read()


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_an_early_response_equals_that_of_django(port: int, method: str, coding: str) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        first, *others = [ask(connection, method, Accept_Encoding=coding) for _ in range(4)]
        ids = {first[1]["X-Request-ID"], *(headers["X-Request-ID"] for _, headers, _ in others)}
        named = ask(connection, method, Accept_Encoding=coding, X_Request_ID="mine")
    assert first[0] == 200
    assert len(ids) == 4
    assert named[1]["X-Request-ID"] == "mine"
    for other in (*others, named):
        assert other[0] == first[0]
        assert other[2] == first[2]
        assert list(other[1]) == list(first[1])
        assert {n: v for n, v in other[1].items() if n not in CHANGING} == {
            n: v for n, v in first[1].items() if n not in CHANGING
        }


BODIES = [
    *({"pagination": {"page_size": size, "page": page}} for size in (1, 2, 5) for page in (1, 2)),
    *({"searchQuery": text} for text in ("cm2", "cs2 leeds", "materail", "nothing like it", "£")),
    {"filters": {"subjects": ["CM2"]}, "options": {"sort": "start"}},
    *({"searchQuery": 7}, {"filters": {"subject": []}}, {"pagination": {"page": 0}}, [], "x"),
]


@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_a_response_to_another_body_equals_that_of_django(port: int, coding: str) -> None:
    headers = {"Accept-Encoding": coding, "Content-Type": "application/json"}
    sent = [json.dumps(body).encode() for body in BODIES] + [b"{", b'{"a":1,"a":1}', b"\xff"]

    def responses(**more: str) -> list[Response]:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
            found = []
            for body in sent:
                connection.request("POST", PATH, body, headers | more)
                response = connection.getresponse()
                found.append((response.status, dict(response.getheaders()), response.read()))
            return found

    # Django handles a request with a TE header.
    for early, slow in zip(responses(), responses(TE="trailers"), strict=True):
        assert (early[0], list(early[1])) == (slow[0], list(slow[1]))
        assert without_ids(early[2]) == without_ids(slow[2])
        assert {n: v for n, v in early[1].items() if n not in CHANGING} == {
            n: v for n, v in slow[1].items() if n not in CHANGING
        }


def without_ids(body: bytes) -> bytes:
    return re.sub(rb'"request_id":"[^"]*"', b"", body)


def test_only_requests_with_bodies_share_a_template() -> None:
    first = HEAD.replace(b"GET", b"POST")
    one, two = (
        read_key(request(b"Content-Length: %d" % len(body), body=body, first=first), "")
        for body in (b"{}", b'{"a":1}')
    )
    assert one
    assert two
    assert one.head == two.head is not None
    assert one.key != two.key
    other = read_key(request(b"Content-Length: 2", b"Accept: a/b", body=b"{}", first=first), "")
    assert other
    assert other.head != one.head
    none = read_key(request(first=first), "")
    assert none
    assert none.head is None


@pytest.mark.parametrize("fails", [True, False])
def test_equal_requests_wait_for_one_creation(db: None, *, fails: bool) -> None:
    source, deferred = Source(), SimpleQueue[tuple[Any, ...]]()
    source.goes_on.set()
    submitted: list[tuple[Any, ...]] = []
    sent: list[Any] = []
    passed_on: list[Any] = []
    early = EarlyResponses(
        Observed(lambda environ, start: [], ()),
        source,
        defer=lambda *call: deferred.put(call),
        submit=lambda *call: submitted.append(call),
        send=lambda conn, response: sent.append(response),
        go_on=passed_on.append,
    )
    received = request(b"Content-Length: 2", body=b"{}", first=HEAD.replace(b"GET", b"POST"))
    asked = read_key(received, "127.0.0.1")
    assert asked

    def another(body: bytes, catalogue: SearchIndex) -> bytes:
        if fails:
            raise ValueError
        return body + b" of the latest"

    headers = (("Content-Length", "3"), ("Catalogue-Version", "0"))
    early.templates.add(asked.head, Template("200 OK", headers, {}, another))
    left, right = socket.socketpair()
    with left, right:
        for _ in range(3):
            conn = Connection(SimpleNamespace(), left, ("127.0.0.1", 1), None)
            conn.received += received
            assert early.take(conn)
        early.check()
        for _ in range(2):
            finish, *arguments = deferred.get(timeout=60)
            finish(*arguments)
            for work, *its_arguments in submitted[:1]:
                work(*its_arguments)
    assert len(submitted) == 1
    assert (len(sent), len(passed_on)) == ((0, 3) if fails else (3, 0))
    for response in sent:
        assert b"Content-Length: 16\r\nCatalogue-Version: 1\r\n" in response
        assert response.endswith(b"\r\n\r\n{} of the latest")
    kept = early.sent.get(asked.key)
    assert (kept is None) == fails


def test_a_condition_that_holds(port: int) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        tag = ask(connection, "GET")[1]["ETag"]
        responses = [ask(connection, "GET", If_None_Match=tag) for _ in range(3)]
    assert [(status, body) for status, _, body in responses] == [(304, b"")] * 3


def test_refusals_are_not_cached(port: int) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        for _ in range(3):
            assert ask(connection, "GET", Accept="text/html")[0] == 406
            assert ask(connection, "GET", Host="elsewhere.example")[0] == 400


@pytest.mark.parametrize("together", [True, False])
def test_pipelined_requests_are_answered_in_order(port: int, *, together: bool) -> None:
    """They arrive together or one by one."""
    requests = [
        f"GET {PATH}?page_size={number % 3 + 1} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"X-Request-ID: n{number}\r\n{CLOSE * (number == 11)}\r\n".encode()
        for number in range(12)
    ]
    for _ in range(3):
        with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
            for each in [b"".join(requests)] if together else requests:
                connection.sendall(each)
            received = b"".join(iter(lambda: connection.recv(1 << 16), b""))
        ids = [line for line in received.split(b"\r\n") if line.startswith(b"X-Request-ID")]
        assert ids == [f"X-Request-ID: n{number}".encode() for number in range(12)]


def test_a_response_is_recorded_for_its_own_request(port: int) -> None:
    """Not for the request before, on the same connection or in the same thread."""

    def get(target: str, *lines: str) -> bytes:
        head = "\r\n".join([f"GET {target} HTTP/1.1", "Host: 127.0.0.1", *lines])
        return f"{head}\r\n\r\n".encode()

    def sizes(received: bytes) -> list[bytes]:
        return re.findall(rb'"page_size":([0-9]+)', received)

    for _ in range(20):
        with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
            connection.sendall(get(f"{PATH}?page_size=7") + get(f"{PATH}?page_size=8"))
            # The second request is complete, and the client sends nothing more.
            connection.shutdown(socket.SHUT_WR)
            received = b"".join(iter(lambda: connection.recv(1 << 16), b""))
            assert sizes(received) == [b"7", b"8"]
        with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
            connection.sendall(get(f"{PATH}?page_size=9", "Connection: close"))
            assert sizes(b"".join(iter(lambda: connection.recv(1 << 16), b""))) == [b"9"]
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as client:
            client.request("GET", "/api/version/")
            assert "version" in json.loads(client.getresponse().read())
