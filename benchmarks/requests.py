"""The requests of the benchmarks, and their expected responses."""

import hashlib
import http.client
import json
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

from benchmarks.web_servers import Server

PATH = "/api/search/unified/"
PAGE_SIZE = 20
# The request of a page of a shop: face-to-face tutorials.
FILTERS = {"product_types": ["Tutorial"], "categories": ["Face to face"]}


@dataclass(frozen=True, slots=True)
class BenchmarkRequest:
    """A request in bytes, and the expected response; None means any response."""

    raw: str
    status: int = 200
    length: int | None = None
    digest: str | None = None

    def foreseeing(self, body: bytes) -> dict[str, Any]:
        found = {"length": len(body), "digest": hashlib.sha256(body).hexdigest()}
        return {**asdict(self), **found}


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


def post(body: dict[str, Any]) -> BenchmarkRequest:
    text = json.dumps(body)
    head = {"Content-Type": "application/json", "Content-Length": str(len(text.encode()))}
    return BenchmarkRequest(_head("POST", PATH, head) + text.encode().decode("latin-1"))


def get(
    query: dict[str, Any], *, path: str = PATH, status: int = 200, **headers: str
) -> BenchmarkRequest:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    target = f"{path}?{urlencode(query, doseq=True)}" if query else path
    return BenchmarkRequest(_head("GET", target, named), status=status)


def the_page(page: int = 1) -> BenchmarkRequest:
    """Return the request of the comparison: a page of tutorials held face to face."""
    return post({"filters": FILTERS, "pagination": {"page": page, "page_size": PAGE_SIZE}})


def send(server: Server, ask: BenchmarkRequest) -> Answer:
    """Send one request over a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    try:
        return send_over(connection, ask)
    finally:
        connection.close()


def send_over(connection: http.client.HTTPConnection, ask: BenchmarkRequest) -> Answer:
    head, _, body = ask.raw.partition("\r\n\r\n")
    first, *lines = head.split("\r\n")
    method, target, _ = first.split(" ")
    headers = dict(line.split(": ", 1) for line in lines)
    connection.request(method, target, body.encode("latin-1") or None, headers)
    response = connection.getresponse()
    found = {name.lower(): value for name, value in response.getheaders()}
    return Answer(response.status, found, response.read())


def _head(method: str, target: str, headers: dict[str, str]) -> str:
    lines = [f"{name}: {value}" for name, value in {"Host": "127.0.0.1", **headers}.items()]
    return "\r\n".join([f"{method} {target} HTTP/1.1", *lines, "", ""])
