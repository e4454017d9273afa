"""Requests that provoke each status that the document has for an operation."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from django.db import OperationalError
from django.test import Client
from django.test.client import encode_multipart

from domain.access.attempts import Scope as Limit
from domain.access.callers import Scope
from domain.errors import Conflict
from domain.plans.imports import ImportState, PlanFile, PlanImport
from tests.adapters.spreadsheets.plan import event, text_file
from tests.api.clients import client_of
from tests.api.http.test_conformance import Failing, failing
from tests.api.operations import JSON, KNOWN, OPERATIONS, Operation, has_body
from tests.api.responses import Response
from tests.api.service import some_ports
from tests.callers import token_of

PLAN = "importTutorials"
BOUNDARY = "x"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
ANYBODY = {"Authorization": f"Bearer {token_of(*Scope)}"}
UNKNOWN_TOKEN = {"Authorization": "Bearer unknown"}
UNKNOWN = {"code": "unknown", "product_id": "999", "session_id": "999", "import_id": "999"}
# The id of the same event.
EVENT_ID = "2"
# Values that are free, or that exist, instead of those of the examples.
FREE: dict[str, Any] = {"store_product_id": 1, "sequence": 9}
# The operations that have to come before one.
BEFORE = {
    "getTutorialImport": [PLAN],
    "reinstateTutorialEvent": ["cancelTutorialEvent"],
    "deleteLocation": ["deleteVenue"],
}


def statuses(operation: Operation) -> list[int]:
    return [int(status) for status in operation.definition["responses"]]


def ask(client: Client, operation: Operation, **changes: Any) -> Response:
    """Send the operation as its document shows it, with changes of its parts."""
    headers = {**ANYBODY, **_condition(client, operation), **changes.pop("headers", {})}
    found = client.generic(
        operation.method,
        changes.pop("address", operation.address),
        changes.pop("body", body_of(operation)),
        changes.pop("content_type", type_of(operation)),
        headers={name: value for name, value in headers.items() if value is not None},
        **changes,
    )
    return cast("Response", found)


def body_of(operation: Operation) -> bytes:
    if operation.definition["operationId"] == PLAN:
        return _plan()
    if not operation.body:
        return b""
    body = json.loads(operation.body)
    return json.dumps(body | {name: FREE[name] for name in FREE.keys() & body.keys()}).encode()


def type_of(operation: Operation) -> str:
    if operation.definition["operationId"] == PLAN:
        return MULTIPART
    return JSON if has_body(operation) else ""


def provoke(operation: Operation, status: int) -> Response:
    """Send a request that gets the status."""
    if status in CHANGES:
        return ask(_shared(), operation, **CHANGES[status])
    return REQUESTS[status](operation)


@cache
def _shared() -> Client:
    """Return a client of a service that no request changes."""
    return _client("getTutorialImport")


def _client(operation: str) -> Client:
    """Return a client of a new service, after the requests that an operation needs."""
    client = client_of(some_ports())
    for name in BEFORE.get(operation, ()):
        [needed] = [each for each in OPERATIONS if each.definition["operationId"] == name]
        response = ask(client, needed)
        assert response.status_code == needed.success, response.content
    return client


def _succeed(operation: Operation) -> Response:
    return ask(_client(operation.definition["operationId"]), operation)


class Queue:
    """`PlanImports` that are never stored at once."""

    def submit(self, plan: PlanFile, *, by: str) -> PlanImport:
        return PlanImport(
            id=1,
            state=ImportState.QUEUED,
            file=plan.name,
            is_dry_run=plan.is_dry_run,
            created_by=by,
            created_at=datetime(2026, 1, 5, 9, tzinfo=UTC),
            finished_at=None,
            message="",
            report=None,
        )

    def get(self, id_: int) -> PlanImport:
        raise NotImplementedError


def _queue(operation: Operation) -> Response:
    return ask(client_of(replace(some_ports(), imports=Queue())), operation)


def _revalidate(operation: Operation) -> Response:
    known = ask(_shared(), operation).headers["ETag"]
    return ask(_shared(), operation, headers={"If-None-Match": known})


def _ask_by_id(operation: Operation) -> Response:
    return ask(_shared(), operation, address=_address(operation, KNOWN | {"code": EVENT_ID}))


def _malform(operation: Operation) -> Response:
    if type_of(operation) == JSON:
        return ask(_shared(), operation, body=b"{")
    return ask(_shared(), operation, HTTP_HOST="no host!")


def _miss(operation: Operation) -> Response:
    return ask(_shared(), operation, address=_address(operation, UNKNOWN))


def _forbid(operation: Operation) -> Response:
    """Send a token that has all scopes but those of the operation."""
    schemes = operation.definition["security"]
    needed = {scope for each in schemes for scopes in each.values() for scope in scopes}
    token = token_of(*set(Scope) - needed)
    return ask(_shared(), operation, headers={"Authorization": f"Bearer {token}"})


def _conflict(operation: Operation) -> Response:
    error = Conflict("It conflicts.")
    broken: Any = Failing(error)
    ports = replace(some_ports(), tutorials=broken, reference=broken, imports=broken)
    return ask(client_of(ports), operation)


def _misspell(operation: Operation) -> Response:
    return ask(_shared(), operation, address=operation.asking("colour=red"))


def _guess(operation: Operation) -> Response:
    return ask(_guessed(), operation, headers=UNKNOWN_TOKEN)


@cache
def _guessed() -> Client:
    """Return a client of a service that has refused all free attempts of its address."""
    client = client_of(some_ports())
    [needs] = [each for each in OPERATIONS if each.definition["operationId"] == PLAN]
    for _ in range(Limit.TOKENS.free):
        ask(client, needs, headers=UNKNOWN_TOKEN)
    return client


def _fail(operation: Operation) -> Response:
    return ask(_failing(RuntimeError), operation)


def _fail_for_a_while(operation: Operation) -> Response:
    return ask(_failing(OperationalError), operation)


@cache
def _failing(kind: type[Exception]) -> Client:
    return client_of(failing(kind("secret")))


# What is changed of a request that would succeed, for each status that it gets then.
CHANGES: dict[int, dict[str, Any]] = {
    401: {"headers": UNKNOWN_TOKEN},
    406: {"headers": {"Accept": "image/png"}},
    411: {"headers": {"Transfer-Encoding": "chunked"}},
    412: {"headers": {"If-Match": '"other"'}},
    413: {"headers": {"Content-Length": "99999999"}},
    415: {"content_type": "text/plain"},
    428: {"headers": {"If-Match": None}},
}
REQUESTS: dict[int, Callable[[Operation], Response]] = {
    **dict.fromkeys((200, 201, 204), _succeed),
    202: _queue,
    304: _revalidate,
    308: _ask_by_id,
    400: _malform,
    403: _forbid,
    404: _miss,
    409: _conflict,
    422: _misspell,
    429: _guess,
    500: _fail,
    503: _fail_for_a_while,
}


def _address(operation: Operation, values: dict[str, str]) -> str:
    return operation.path.format(record_id=999, **values)


def _condition(client: Client, operation: Operation) -> dict[str, str]:
    """Return If-Match with the ETag of what the operation changes, if it takes one."""
    taken = {each["name"] for each in operation.definition["parameters"]}
    if "If-Match" not in taken:
        return {}
    response = client.get(operation.place, headers=ANYBODY)
    if response.status_code != 200:
        # An action, such as `cancel/`, uses the ETag of the resource above it.
        above = operation.place.removesuffix("/").rpartition("/")[0]
        response = client.get(f"{above}/", headers=ANYBODY)
    return {"If-Match": response.headers.get("ETag", '""')}


@cache
def _plan() -> bytes:
    with (
        TemporaryDirectory() as folder,
        text_file(Path(folder) / "a.csv", [event("A-1")]).open("rb") as plan,
    ):
        return encode_multipart(BOUNDARY, {"file": plan})
