"""A page of another origin asks the service, in a real browser that decides what it may."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from selenium.webdriver import Chrome

from tests.api.browsers import chromium
from tests.api.responses import EVENTS
from tests.served import served

pytestmark = pytest.mark.slow

ASK = """
    const [address, settings, done] = arguments;
    document.cookie = "sessionid=stale";
    fetch(address, settings).then(
        (answer) => done({
            status: answer.status,
            url: answer.url,
            etag: answer.headers.get("ETag"),
            allow: answer.headers.get("Allow"),
        }),
        (error) => done({refused: error.name}),
    );
"""
SENT = {
    "Authorization": "Bearer of-the-shop",
    "X-CSRFToken": "of-the-shop",
    "If-None-Match": '"of-another-time"',
}
WRITTEN = SENT | {"Content-Type": "application/json", "If-Match": "*", "Idempotency-Key": "a-1"}


class Shop(BaseHTTPRequestHandler):
    """A front end: one empty page."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its own name)
        """Say nothing."""


@pytest.fixture(scope="module")
def shop() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def service(shop: int) -> Iterator[str]:
    with served(CORS_ALLOWED_ORIGINS=f"http://127.0.0.1:{shop}") as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Chrome]:
    with chromium() as started:
        yield started


def ask(browser: Chrome, address: str, **settings: Any) -> Any:
    return browser.execute_async_script(ASK, address, {"credentials": "include", **settings})


def test_an_allowed_page_sends_credentials_and_reads_the_response(
    browser: Chrome, shop: int, service: str
) -> None:
    browser.get(f"http://127.0.0.1:{shop}/")

    read = ask(browser, f"{service}/api/version/", headers=SENT)
    led = ask(browser, f"{service}{EVENTS.rstrip('/')}?available=maybe", headers=SENT)
    written = {
        method: ask(browser, f"{service}/api/version/", method=method, headers=WRITTEN)
        for method in ("POST", "PUT", "PATCH", "DELETE")
    }

    assert read["status"] == 200
    assert read["etag"]
    assert (led["status"], led["url"]) == (422, f"{service}{EVENTS}?available=maybe")
    for method, response in written.items():
        assert response.get("status") == 405, (method, response)
        assert "GET" in response["allow"]


def test_another_page_reads_nothing(browser: Chrome, shop: int, service: str) -> None:
    browser.get(f"http://localhost:{shop}/")

    assert ask(browser, f"{service}/api/version/") == {"refused": "TypeError"}
    assert ask(browser, f"{service}/api/version/", headers=SENT) == {"refused": "TypeError"}
