"""How the tests ask, and what they read in an answer."""

import json
from typing import Any, Protocol, cast

from django.test import Client

SEARCH, EVENTS = "/api/search/unified/", "/api/tutorials/events/"
PROBLEM_KEYS = ["type", "title", "status", "detail", "instance", "request_id", "errors"]


class Answer(Protocol):
    """What a test client's response offers the tests."""

    status_code: int
    content: bytes
    headers: Any

    def json(self) -> Any: ...


def post(client: Client, body: object, *, query: str = "") -> Answer:
    """Search with a body: bytes as they are, anything else as JSON."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    address = f"{SEARCH}?{query}" if query else SEARCH
    return cast("Answer", client.post(address, data, content_type="application/json"))


def get(client: Client, address: str, **headers: str) -> Answer:
    return cast("Answer", client.get(address, headers=headers))


def found(client: Client, body: object, *, query: str = "") -> list[int]:
    """Return the ids of the products that a search finds."""
    answer = post(client, body, query=query)
    assert answer.status_code == 200, answer.content
    return [product["id"] for product in answer.json()["products"]]


def problem(answer: Answer, status: int) -> dict[str, Any]:
    """Return the problem that an answer must be."""
    assert answer.headers["Content-Type"] == "application/problem+json"
    told: dict[str, Any] = answer.json()
    assert list(told) == PROBLEM_KEYS
    assert (answer.status_code, told["status"]) == (status, status)
    assert told["request_id"] == answer.headers["X-Request-ID"]
    return told


def wrong_fields(answer: Answer) -> dict[str, str]:
    """Return the messages of a 422 by field."""
    errors = problem(answer, 422)["errors"]
    assert errors
    return {error["field"]: error["message"] for error in errors}
