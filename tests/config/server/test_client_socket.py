"""Bytes on a socket, as gunicorn and the service answer them."""

import http.client
import json
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.responses import PROBLEM_KEYS
from tests.served import served

VERSION, SEARCH = b"GET /api/version/ HTTP/1.1", b"POST /api/search/unified/ HTTP/1.1"
HOST = b"Host: 127.0.0.1"
JSON = b"Content-Type: application/json"

MALFORMED = {
    "no request line": (400, b"hello", b""),
    "an empty method": (400, b" / HTTP/1.1", b""),
    "a small method": (400, b"get /api/version/ HTTP/1.1", b""),
    "another protocol": (400, b"GET /api/version/ HTTP/9.9", b""),
    "a NUL in the path": (400, b"GET /api/\x00 HTTP/1.1", b""),
    "a raw byte in the path": (400, b"GET /api/\xff HTTP/1.1", b""),
    "a raw byte in the query": (400, b"GET /api/version/?a=\xff HTTP/1.1", b""),
    "an overlong query": (414, b"GET /api/version/?a=" + b"x" * 70_000 + b" HTTP/1.1", b""),
    "an overlong header": (431, VERSION, b"X-A: " + b"x" * 9000),
    "too many headers": (431, VERSION, b"\r\n".join(b"X-%d: 1" % n for n in range(200))),
    "a NUL in a header": (400, VERSION, b"X-A: a\x00b"),
    "a header without a colon": (400, VERSION, b"X-A"),
    "a space in a header's name": (400, VERSION, b"X A: a"),
    "a folded header": (400, VERSION, b"X-A: a\r\n b"),
    "a negative length": (400, SEARCH, b"Content-Length: -1"),
    "a signed length": (400, SEARCH, b"Content-Length: +2"),
    "a length of letters": (400, SEARCH, b"Content-Length: two"),
    "two lengths": (400, SEARCH, b"Content-Length: 1\r\nContent-Length: 2"),
    "a length and chunks": (400, SEARCH, b"Content-Length: 2\r\nTransfer-Encoding: chunked"),
    "an unknown coding": (501, SEARCH, b"Transfer-Encoding: junk"),
    "chunks": (411, SEARCH, JSON + b"\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0"),
    "a length beyond reason": (413, SEARCH, JSON + b"\r\nContent-Length: 99999999999"),
    "no host": (400, VERSION, b"X-Host: 127.0.0.1"),
    "an empty host": (400, VERSION, b"Host:"),
    "all addresses": (404, b"OPTIONS * HTTP/1.1", b""),
    "all addresses in HTTP/1.0": (404, b"OPTIONS * HTTP/1.0", b""),
    "a foreign host": (400, b"GET /api/version/ HTTP/1.0", b"Host: elsewhere.example"),
}


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with served() as taken:
        yield taken


def exchange(
    port: int, request: bytes, *, ends: bool = False
) -> tuple[http.client.HTTPResponse, bytes]:
    """Send bytes, and no more of them where it `ends`; return the first answer, and its body."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(request)
        if ends:
            connection.shutdown(socket.SHUT_WR)
        response = http.client.HTTPResponse(connection)
        response.begin()
        return response, response.read()


@pytest.mark.parametrize(("status", "line", "headers"), MALFORMED.values(), ids=MALFORMED)
def test_invalid_http_is_answered_with_a_problem(
    port: int, status: int, line: bytes, headers: bytes
) -> None:
    host = b"" if b"Host" in headers else HOST + b"\r\n"
    response, body = exchange(port, line + b"\r\n" + host + headers + b"\r\n\r\n")

    error: dict[str, Any] = json.loads(body)
    assert (response.status, response.headers["Content-Type"]) == (
        status,
        "application/problem+json",
    )
    assert list(error) == PROBLEM_KEYS
    assert error["status"] == status
    assert error["request_id"] == response.headers["X-Request-ID"]
    assert response.headers["Cache-Control"] == "no-store"


def test_a_link_can_contain_a_hundred_names(port: int) -> None:
    names = b"&".join(b"venues=" + b"%C3%A9" * 100 for _ in range(100))
    line = b"GET /api/version/?" + names + b" HTTP/1.1"

    response, body = exchange(port, line + b"\r\n" + HOST + b"\r\n\r\n")

    # Not too long: it was read, and is refused for what it says.
    assert (response.status, json.loads(body)["errors"][0]["field"]) == (422, "venues")


def test_an_invalid_request_is_not_quoted(port: int) -> None:
    response, body = exchange(port, b"<script>alert(1)</script>\r\n\r\n")

    assert response.status == 400
    assert b"script" not in body


@pytest.mark.parametrize("line", [VERSION, VERSION.replace(b"GET", b"HEAD")])
def test_a_connection_is_reused(port: int, line: bytes) -> None:
    request = line + b"\r\n" + HOST + b"\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        for _ in range(2):
            connection.sendall(request)
            response = http.client.HTTPResponse(connection, method=line.split()[0].decode())
            response.begin()
            assert response.status == 200
            response.read()


def test_an_incomplete_body_is_not_processed(port: int) -> None:
    head = b"\r\n".join((SEARCH, HOST, JSON, b"Content-Length: 20", b"", b""))

    response, body = exchange(port, head + b"{}", ends=True)

    assert (response.status, json.loads(body)["status"]) == (400, 400)
    assert b"shorter than its Content-Length" in body


def test_an_unchanged_page_is_304(port: int) -> None:
    request = VERSION + b"\r\n" + HOST + b"\r\n"
    first, _ = exchange(port, request + b"\r\n")
    tag = first.headers["ETag"]

    response, body = exchange(port, request + b"If-None-Match: W/" + tag.encode() + b"\r\n\r\n")

    assert response.status == 304
    assert not body


@pytest.mark.parametrize(
    "header",
    [b"SCRIPT_NAME: /evil", b"PATH_INFO: /evil", b"Script-Name: /evil", b"SCRIPT_URL: /evil",
     b"REMOTE_USER: owner", b"REMOTE_ADDR: 1.1.1.1", b"wsgi.url_scheme: https",
     b"X-Forwarded-Prefix: /evil", b"X-Script-Name: /evil", b"X-Forwarded-Host: evil.example",
     b"Forwarded: host=evil.example", b"HTTP_HOST: evil.example", b"SERVER_NAME: evil.example",
     b"QUERY_STRING: page=0", b"REQUEST_METHOD: DELETE"],
)  # fmt: skip
def test_a_header_cannot_set_a_server_variable(port: int, header: bytes) -> None:
    request = VERSION + b"\r\n" + HOST + b"\r\n"
    _, body = exchange(port, request + b"\r\n")
    response, same = exchange(port, request + header + b"\r\n\r\n")
    assert (response.status, same) == (200, body)

    redirect = b"GET /api HTTP/1.1\r\n" + HOST + b"\r\n" + header + b"\r\n\r\n"
    led, _ = exchange(port, redirect)
    assert led.headers["Location"] == "/api/"


def test_a_probe_can_use_any_host(port: int) -> None:
    probe = b"GET /api/health/live/ HTTP/1.1\r\nHost: 10.0.0.7:8000\r\n\r\n"

    assert exchange(port, probe)[0].status == 200


@pytest.fixture(scope="module")
def prefixed_port() -> Iterator[int]:
    with served(PATH_PREFIX="/tutorials") as taken:
        yield taken


@pytest.mark.parametrize("proxied", ["/tutorials", ""], ids=["left on", "taken off"])
def test_a_proxy_can_serve_it_under_a_path(prefixed_port: int, proxied: str) -> None:
    def get(path: str) -> tuple[http.client.HTTPResponse, bytes]:
        line = f"GET {proxied}{path} HTTP/1.1\r\n".encode()
        return exchange(prefixed_port, line + HOST + b"\r\n\r\n")

    for path, target in {
        "/api/": "/tutorials/api/docs",
        "/api/version?a=1": "/tutorials/api/version/?a=1",
        "/admin/": "/tutorials/admin/login/?next=/tutorials/admin/",
    }.items():
        assert get(path)[0].headers["Location"] == target
    document = json.loads(get("/api/openapi.json")[1])
    assert document["servers"][0]["url"] == "/tutorials"
    assert "/api/version/" in document["paths"]
    assert 'data-root="/tutorials/"' in get("/")[1].decode()
    page = get("/api/docs")[1].decode()
    assert 'data-document="/tutorials/api/openapi.json"' in page
    for file in ["api/docs.js", "api/swagger-ui/swagger-ui.css", "admin/css/base.css"]:
        assert get(f"/static/{file}")[0].status == 200
    assert 'src="/tutorials/static/api/docs.js"' in page
    login, body = get("/admin/login/")
    assert "/tutorials/static/admin/css/base.css" in body.decode()
    assert "Path=/tutorials" in login.headers["Set-Cookie"]
    version, _ = get("/api/version/")
    assert version.headers["ETag"]
    assert json.loads(get("/api/nothing/")[1])["instance"] == "/tutorials/api/nothing/"
    assert get("/tutorialsx/api/version/")[0].status == 404
