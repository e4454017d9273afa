"""Helpers that send requests and read responses."""

import json
from typing import Any, Protocol, cast

from django.test import Client

SEARCH, EVENTS = "/api/search/unified/", "/api/tutorials/events/"
PROBLEM_KEYS = ["type", "title", "status", "detail", "instance", "request_id", "errors"]


class Answer(Protocol):
    """The attributes of a test client's response that tests use."""

    status_code: int
    content: bytes
    headers: Any

    def json(self) -> Any: ...


def post(client: Client, body: object, *, query: str = "") -> Answer:
    """Send a search; a body that is not bytes is serialised as JSON."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    address = f"{SEARCH}?{query}" if query else SEARCH
    return cast("Answer", client.post(address, data, content_type="application/json"))


def get(client: Client, address: str, **headers: str) -> Answer:
    return cast("Answer", client.get(address, headers=headers))


def found(client: Client, body: object, *, query: str = "") -> list[int]:
    """Return the ids of the products in the results of a search."""
    answer = post(client, body, query=query)
    assert answer.status_code == 200, answer.content
    return [product["id"] for product in answer.json()["products"]]


def problem(answer: Answer, status: int, *more: str) -> dict[str, Any]:
    """Check that a response is a problem with these further members, and return it."""
    assert answer.headers["Content-Type"] == "application/problem+json"
    content: dict[str, Any] = answer.json()
    assert list(content) == [*PROBLEM_KEYS, *more]
    assert (answer.status_code, content["status"]) == (status, status)
    assert content["request_id"] == answer.headers["X-Request-ID"]
    return content


def wrong_fields(answer: Answer) -> dict[str, str]:
    """Return the messages of a 422 by field."""
    errors = problem(answer, 422)["errors"]
    assert errors
    return {error["field"]: error["message"] for error in errors}


def pointers(answer: Answer, status: int = 422) -> list[str]:
    """Return the JSON pointers of the errors of a problem."""
    return [error["pointer"] for error in problem(answer, status)["errors"]]
