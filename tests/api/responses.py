"""Helpers that send requests and read responses."""

import json
from typing import Any, Protocol, cast

from django.test import Client
from pydantic import BaseModel

SEARCH, EVENTS = "/api/search/unified/", "/api/tutorials/events/"
PROBLEM_KEYS = ["type", "title", "status", "detail", "instance", "request_id", "errors"]


class Response(Protocol):
    """The attributes of a test client's response that tests use."""

    status_code: int
    content: bytes
    headers: Any

    def json(self) -> Any: ...


def post(client: Client, body: object, *, query: str = "") -> Response:
    """Send a search; a body that is not bytes is serialised as JSON."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    address = f"{SEARCH}?{query}" if query else SEARCH
    return cast("Response", client.post(address, data, content_type="application/json"))


def get(client: Client, address: str, **headers: str) -> Response:
    return cast("Response", client.get(address, headers=headers))


def found(client: Client, body: object, *, query: str = "") -> list[int]:
    """Return the ids of the products in the results of a search."""
    response = post(client, body, query=query)
    assert response.status_code == 200, response.content
    return [product["id"] for product in response.json()["products"]]


def problem(response: Response, status: int, *more: str) -> dict[str, Any]:
    """Check that a response is a problem with these further members, and return it."""
    assert response.headers["Content-Type"] == "application/problem+json"
    content: dict[str, Any] = response.json()
    assert list(content) == [*PROBLEM_KEYS, *more]
    assert (response.status_code, content["status"]) == (status, status)
    assert content["request_id"] == response.headers["X-Request-ID"]
    return content


def wrong_fields(response: Response) -> dict[str, str]:
    """Return the messages of a 422 by field."""
    errors = problem(response, 422)["errors"]
    assert errors
    return {error["field"]: error["message"] for error in errors}


def names_of(schema: type[BaseModel]) -> str:
    """Return the names of the fields of a schema, as a message lists them."""
    return ", ".join(field.alias or name for name, field in schema.model_fields.items())


def pointers(response: Response, status: int = 422) -> list[str]:
    """Return the JSON pointers of the errors of a problem."""
    return [error["pointer"] for error in problem(response, status)["errors"]]
