"""Every operation, called by every kind of caller."""

import re

import pytest
from django.test import Client

from api.app import api
from api.routers.reference.kinds import KINDS, Kind
from domain.access.callers import Scope
from tests.api.clients import client_of
from tests.api.operations import OPERATIONS, Operation
from tests.api.responses import Response, problem
from tests.api.service import some_ports
from tests.callers import ALL, POWERLESS_SESSION, STAFF_SESSION, token_of

CSRF = "a" * 32
PUBLIC = "public"
# An operation is public, shows more to callers with a scope, or requires a scope.
SEES, NEEDS = "sees", "needs"
# As `SEES` while a setting hides the links of meetings, otherwise as `PUBLIC`.
LINKS = "links"
WRITING = ("create", "replace", "change", "delete")


def reading(kind: Kind) -> tuple[str, str]:
    """Return the operations that list and read one kind of reference data."""
    return "list" + kind.path.title().replace("-", ""), f"get{kind.name}"


ACCESS: dict[str, tuple[str, Scope] | str] = {
    **dict.fromkeys(
        (
            *("listPreviousEvents", "listPreviousTutorialProducts", "listPreviousVariations"),
            *("listAllPreviousTutorialProducts", "listTutorialClashes"),
            *("getVersion", "getLiveness", "getReadiness"),
        ),
        PUBLIC,
    ),
    **dict.fromkeys(
        (
            *("searchUnified", "searchUnifiedByQuery", "searchFuzzily", "searchFuzzilyWithFilters"),
            *("getSearchDefaults", "listTutorialEvents", "getTutorialEvent", "getTutorialSession"),
            *("exportTutorialEventsCsv", "exportTutorialEventsXlsx"),
            *("exportTutorialEventsCalendar", "exportTutorialEventCalendar"),
        ),
        (LINKS, Scope.TUTORIALS_READ),
    ),
    "listTutorialEventHistory": (NEEDS, Scope.HISTORY_READ),
    **dict.fromkeys(
        (
            *("createTutorialEvent", "replaceTutorialEvent", "changeTutorialEvent"),
            *("deleteTutorialEvent", "createTutorialSession", "replaceTutorialSession"),
            *("changeTutorialSession", "deleteTutorialSession"),
            *("cancelTutorialEvent", "reinstateTutorialEvent", "copyTutorialEvent"),
            *("importTutorials", "getTutorialImport"),
        ),
        (NEEDS, Scope.TUTORIALS_WRITE),
    ),
    **{
        operation: (SEES, Scope.REFERENCE_READ) if kind.public else PUBLIC
        for kind in KINDS
        for operation in reading(kind)
    },
    **{
        f"{verb}{kind.name}": (NEEDS, Scope.REFERENCE_WRITE)
        for kind in KINDS
        if kind.input
        for verb in WRITING
    },
}
INVALID = ("wrong", "expired", "revoked", "orphaned")


def name_of(operation: Operation) -> str:
    return str(operation.definition["operationId"])


@pytest.fixture(scope="module")
def client() -> Client:
    """Return a client of a service that only this module uses."""
    return client_of(some_ports())


def by_token(client: Client, operation: Operation, token: str) -> Response:
    return operation.ask(client, Authorization=f"Bearer {token}")


def by_session(client: Client, operation: Operation, key: str, *, csrf: str = CSRF) -> Response:
    cookie = f"sessionid={key}; csrftoken={CSRF}"
    return operation.ask(client, **{"Cookie": cookie, "X-CSRFToken": csrf})


def test_the_access_to_every_operation_is_listed() -> None:
    assert {name_of(operation) for operation in OPERATIONS} == set(ACCESS), (
        "add the new operation to ACCESS in tests/api/test_access.py, or remove the old one"
    )


@pytest.mark.parametrize("operation", OPERATIONS, ids=name_of)
def test_the_document_describes_who_may_call(operation: Operation) -> None:
    security = operation.definition.get("security", [])
    wanted = ACCESS[name_of(operation)]
    if isinstance(wanted, str) or wanted[0] == LINKS:
        assert security == []
        return
    kind, scope = wanted
    assert security == [
        *([{}] if kind != NEEDS else []),
        {"Token": [scope]},
        {"StaffSession": [scope]},
    ]


@pytest.mark.parametrize("operation", OPERATIONS, ids=name_of)
def test_only_permitted_callers_can_call_an_operation(client: Client, operation: Operation) -> None:
    wanted = ACCESS[name_of(operation)]
    kind, scope = (wanted, None) if isinstance(wanted, str) else wanted
    refused = kind == NEEDS
    responses = {
        "nobody": (operation.ask(client), 401 if refused else 0),
        **{
            token: (by_token(client, operation, token), 0 if kind in {PUBLIC, LINKS} else 401)
            for token in INVALID
        },
        **{
            f"only {each}": (
                by_token(client, operation, token_of(each)),
                403 if refused and each != scope else 0,
            )
            for each in Scope
        },
        **{
            f"all but {each}": (
                by_token(client, operation, token_of(*(ALL - {each}))),
                403 if refused and each == scope else 0,
            )
            for each in Scope
        },
        "staff": (by_session(client, operation, STAFF_SESSION), 0),
        "staff without permission": (
            by_session(client, operation, POWERLESS_SESSION),
            403 if refused else 0,
        ),
        "nobody's session": (
            by_session(client, operation, "unknown0000"),
            401 if refused else 0,
        ),
        "forged": (
            by_session(client, operation, STAFF_SESSION, csrf="b" * 32),
            403 if refused and operation.method != "GET" else 0,
        ),
    }

    for caller, (response, status) in responses.items():
        if not status:
            assert response.status_code not in {401, 403}, caller
            continue
        error = problem(response, status)
        assert ("WWW-Authenticate" in response.headers) == (status == 401), caller
        assert status != 403 or caller == "forged" or f"scope {scope}" in error["detail"], caller


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer ", "Basic dTpw", "wrong", "Bearer " + "x" * 201]
)
def test_a_malformed_bearer_token_is_refused(client: Client, header: str) -> None:
    response = client.get("/api/administrate/instructors/", headers={"Authorization": header})

    problem(response, 401)
    assert response.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'


def test_only_unknown_tokens_are_limited() -> None:
    client = client_of(some_ports())

    def ask(token: str) -> Response:
        return client.get(
            "/api/administrate/instructors/", headers={"Authorization": f"Bearer {token}"}
        )

    assert [ask(f"guess {n}").status_code for n in range(62)] == [401] * 60 + [429] * 2
    assert int(ask("guess").headers["Retry-After"]) > 0
    assert ask(token_of(*ALL)).status_code == 200


def test_only_permitted_callers_see_the_email_of_an_instructor() -> None:
    client = client_of(some_ports())

    def ask(**headers: str) -> Response:
        return client.get("/api/administrate/instructors/", headers=headers)

    anonymous = ask()
    [record] = anonymous.json()["items"]
    assert "email" not in record
    assert anonymous.headers["Cache-Control"] == "no-cache"
    assert anonymous.headers["Vary"] == "Authorization, Cookie"
    known = ask(Authorization=f"Bearer {token_of(Scope.REFERENCE_READ)}")
    [shown] = known.json()["items"]
    assert shown == {**record, "email": "ada@example.org"}
    assert known.headers["Cache-Control"] == "private, no-cache"
    other = ask(Authorization=f"Bearer {token_of(Scope.TUTORIALS_WRITE)}")
    assert other.json() == anonymous.json()


def test_the_document_describes_every_scope() -> None:
    schemes = api.get_openapi_schema(path_prefix="/api/")["components"]["securitySchemes"]

    assert schemes["Token"]["type"] == "http"
    assert set(re.findall(r"`(\w+:\w+)`", schemes["Token"]["description"])) == set(Scope)
