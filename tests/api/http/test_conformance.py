"""The HTTP rules for every operation."""

import pytest
from django.db import OperationalError
from django.test import Client

from domain.ports.ports import Ports
from tests.api.clients import client_of
from tests.api.operations import (
    OPERATIONS,
    Operation,
    ends_in_a_slash,
    has_path_parameters,
    is_read,
    methods_of,
    of_each,
)
from tests.api.responses import problem

# What differs between two answers to the same question.
OWN = {"X-Request-ID"}
WITHOUT_DATA = {"getVersion", "getLiveness"}
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"]


@of_each()
def test_a_response_conforms_to_the_document(client: Client, operation: Operation) -> None:
    response = operation.ask(client)

    assert response.status_code == operation.success, response.content
    # JSON has no parameter charset (RFC 8259): it is UTF-8.
    assert response.headers.get("Content-Type") == operation.media_type
    assert int(response.headers["Content-Length"]) == len(response.content)
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@of_each()
def test_a_response_depends_only_on_the_url_and_the_body(
    client: Client, operation: Operation
) -> None:
    plain = operation.ask(client)
    other = operation.ask(
        client,
        **{"Accept-Language": "fr", "User-Agent": "x", "Cookie": "sessionid=1", "Origin": "null"},
    )

    assert other.content == plain.content
    assert not client.cookies
    for response in (plain, other):
        assert "Set-Cookie" not in response.headers
        # Of who calls, on a route that looks at it.
        # Links of meetings are hidden only by a setting.
        is_personal = operation.definition.get("security", []) != []
        vary = "Authorization, Cookie" if is_personal else "Accept-Encoding"
        assert response.headers.get("Vary", vary) == vary


@of_each(is_read)
def test_head_is_get_without_the_body(client: Client, operation: Operation) -> None:
    shown, head = operation.ask(client), operation.ask(client, method="HEAD")

    assert (head.status_code, head.content) == (operation.success, b"")
    assert {name: value for name, value in head.headers.items() if name not in OWN} == {
        name: value for name, value in shown.headers.items() if name not in OWN
    }


@of_each()
def test_options_lists_the_methods(client: Client, operation: Operation) -> None:
    response = operation.ask(client, method="OPTIONS")

    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["Allow"].split(", ") == sorted(methods_of(operation.path))


@of_each()
@pytest.mark.parametrize("method", METHODS)
def test_another_method_is_not_allowed(client: Client, operation: Operation, method: str) -> None:
    if method in methods_of(operation.path):
        return
    response = operation.ask(client, method=method)

    assert response.status_code == 405
    assert response.headers["Allow"].split(", ") == sorted(methods_of(operation.path))
    if method != "HEAD":
        problem(response, 405)


@of_each(ends_in_a_slash)
def test_a_missing_slash_is_a_redirect(client: Client, operation: Operation) -> None:
    if has_path_parameters(operation):
        # Behind a code that can hold slashes every address is one.
        assert operation.path.endswith("/")
    response = operation.ask(client, f"{operation.place.rstrip('/')}?x=%C3%BC&x=a+b")

    assert response.status_code == 308
    assert response.headers["Location"] == f"{operation.place}?x=%C3%BC&x=a+b"


@of_each()
def test_a_request_id_is_used_or_created(client: Client, operation: Operation) -> None:
    given = operation.ask(client, **{"X-Request-ID": "a-1"})
    made = {operation.ask(client).headers["X-Request-ID"] for _ in range(2)}

    assert given.headers["X-Request-ID"] == "a-1"
    assert len(made) == 2


@of_each()
@pytest.mark.parametrize(
    ("error", "status"), [(RuntimeError("secret"), 500), (OperationalError("secret"), 503)]
)
def test_an_internal_error_reveals_nothing(
    operation: Operation, error: Exception, status: int
) -> None:
    response = operation.ask(client_of(failing(error)))

    if operation.definition["operationId"] in WITHOUT_DATA:
        assert response.status_code == operation.success
        return
    body = problem(response, status)
    assert "secret" not in str(body)
    assert ("Retry-After" in response.headers) == (status == 503)
    assert response.headers["Cache-Control"] == "no-store"


def test_there_are_operations_to_test() -> None:
    assert {"searchUnified", "getTutorialEvent", "getVersion"} <= {
        operation.definition["operationId"] for operation in OPERATIONS
    }


class Failing:
    """A port of an outside world that is broken: whatever it is asked, it raises."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def __getattr__(self, name: str) -> object:
        raise self._error


def failing(error: Exception) -> Ports:
    broken = Failing(error)
    return Ports(**dict.fromkeys(Ports.__dataclass_fields__, broken))  # type: ignore[arg-type]  # it is no port
