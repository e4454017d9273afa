"""The shipped site of nginx, with Debian's nginx in front of the real service."""

import gzip
import http.client
import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from tests.deploy.sites import CODE, catalogue
from tests.faults.proxy import nginx_before
from tests.served import served

pytestmark = pytest.mark.slow
SEARCH = f"/api/search/unified/?q={CODE}"


@pytest.fixture(scope="module")
def site(
    worker_id: str, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[int, Path]]:
    folder = tmp_path_factory.mktemp("site")
    variables = {"SEARCH_S_MAXAGE": "1", "TRUSTED_PROXIES": "127.0.0.1"}
    with (
        catalogue(f"site_{worker_id}", folder, django_db_blocker) as url,
        served(DATABASE_URL=url, **variables) as service,
        nginx_before(service) as found,
    ):
        yield found


@pytest.fixture
def port(site: tuple[int, Path]) -> int:
    return site[0]


class Response:
    def __init__(self, found: http.client.HTTPResponse) -> None:
        self.status, self.headers, self.body = found.status, found.headers, found.read()


def ask(port: int, path: str, method: str = "GET", body: bytes = b"", **headers: str) -> Response:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body or None, fields)
        return Response(connection.getresponse())
    finally:
        connection.close()


def ask_until(port: int, status: str) -> Response:
    """Search until the cache says this of the response; it depends on the time that has passed."""
    deadline = time.monotonic() + 30
    while (found := ask(port, SEARCH)).headers["X-Cache-Status"] != status:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return found


def problem(found: Response, status: int) -> None:
    assert found.status == status
    assert found.headers["Content-Type"] == "application/problem+json"
    error = json.loads(found.body)
    assert error["status"] == status
    assert error["request_id"]


def test_a_search_is_answered_by_the_cache_and_checked_by_its_etag(port: int) -> None:
    hit = ask_until(port, "HIT")
    checked = ask_until(port, "REVALIDATED")

    assert CODE.encode() in hit.body == checked.body
    assert hit.headers["ETag"] == checked.headers["ETag"]


def test_a_client_that_has_the_response_gets_304(port: int) -> None:
    etag = ask_until(port, "HIT").headers["ETag"]

    for path in (SEARCH, f"{SEARCH}&utm_source=x"):
        found = ask(port, path, If_None_Match=etag)
        assert (found.status, found.body) == (304, b"")


def test_compression_is_the_services_own(port: int) -> None:
    plain, packed = ask(port, SEARCH), ask(port, SEARCH, Accept_Encoding="br, gzip")

    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body


def test_a_body_that_is_too_large_is_refused_as_a_problem(port: int) -> None:
    problem(ask(port, "/api/search/unified/", "POST", b" " * (1024 * 1024 + 1)), 413)


def test_a_link_that_is_too_long_is_refused_as_a_problem(port: int) -> None:
    problem(ask(port, f"{SEARCH}{'x' * 100_000}"), 414)


def test_aborted_requests_do_not_affect_others(port: int) -> None:
    head = "POST /api/search/unified/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\n{"
    for _ in range(50):
        with socket.create_connection(("127.0.0.1", port)) as client:
            client.sendall(head.encode())
    assert ask(port, SEARCH).status == 200


def test_slow_clients_do_not_affect_others(port: int) -> None:
    slow = [socket.create_connection(("127.0.0.1", port)) for _ in range(200)]
    for client in slow:
        client.sendall(b"POST /api/search/unified/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Le")
    for _ in range(20):
        assert ask(port, "/api/tutorials/events/").status == 200
    for client in slow:
        client.close()


def test_the_id_of_a_request_is_in_the_log_of_nginx_and_its_query_is_not(
    site: tuple[int, Path],
) -> None:
    port, folder = site
    found = ask(port, f"{SEARCH}&utm_term=secret", X_Request_ID="an-id-of-mine")

    assert found.headers["X-Request-ID"]
    lines = [json.loads(line) for line in (folder / "access.log").read_text().splitlines()]
    assert "an-id-of-mine" in {line["request_id"] for line in lines}
    assert "utm_term" not in json.dumps(lines)


def test_neither_metrics_nor_other_paths_are_public(port: int) -> None:
    assert ask(port, "/metrics").status == 404
    assert ask(port, "/admin/login/").status == 200


def test_an_address_with_too_many_requests_has_to_wait(port: int) -> None:
    """Last, as this address has to wait then."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for _ in range(3000):
        connection.request("GET", "/api/version/")
        found = Response(connection.getresponse())
        if found.status != 200:
            break
    connection.close()
    problem(found, 429)
    assert found.headers["Retry-After"] == "1"
    # Probes are not limited, and neither is a client with a token.
    assert ask(port, "/api/health/ready/").status == 200
    assert ask(port, "/api/version/", Authorization="Bearer x").status == 200
