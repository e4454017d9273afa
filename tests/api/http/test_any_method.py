"""Routes of every method and status, on an example of their own, behind the real middleware."""

import json
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from ninja.errors import AuthorizationError, HttpError
from ninja.responses import Status
from ninja.security import HttpBearer
from pydantic import BaseModel, ConfigDict, Field

from api.app import Api
from api.http.parsing.strict_params import Body
from api.http.problems import answer_with_problems
from api.http.request import ApiRequest
from api.http.router import Router
from api.openapi.document import Document
from api.schemas.output import Id, Out
from api.schemas.problem import ProblemOut
from domain.errors import Conflict, NotFound
from tests.api.responses import Response, problem

JSON = "application/json"
TAG = '"1"'


class ThingIn(BaseModel):
    """A thing as a client sends it."""

    model_config = ConfigDict(extra="forbid", strict=True)
    name: str = Field(description="The name.", examples=["lamp"])


class ThingOut(Out):
    """A thing."""

    id: Id = Field(description="The id.", examples=[7])
    name: str = Field(description="The name.", examples=["lamp"])


class Bearer(HttpBearer):
    def authenticate(self, request: HttpRequest, token: str) -> str | None:
        return token if token in {"writer", "reader"} else None


router = Router(tags=["Things"])
things: dict[int, ThingOut] = {}


@router.post(
    "/things/",
    response={201: ThingOut, frozenset({401, 403, 409}): ProblemOut},
    auth=Bearer(),
    operation_id="createThing",
)
def create_thing(request: ApiRequest, body: Body[ThingIn], response: HttpResponse) -> ThingOut:
    """Create a thing."""
    if getattr(request, "auth") != "writer":  # noqa: B009 (Ninja puts it there)
        raise AuthorizationError(403, "The token lacks the scope things:write.")
    if any(thing.name == body.name for thing in things.values()):
        raise Conflict(f"There is a thing called {body.name}.")
    thing = things[len(things) + 1] = ThingOut(id=len(things) + 1, name=body.name)
    response["Location"] = f"/api/things/{thing.id}/"
    return thing


@router.put("/things/{int:number}/", response={200: ThingOut, frozenset({412, 428}): ProblemOut})
def replace_thing(request: ApiRequest, number: int, body: Body[ThingIn]) -> ThingOut:
    """Replace a thing."""
    expected = request.META.get("HTTP_IF_MATCH")
    if expected is None:
        raise HttpError(428, "Send If-Match with the ETag that you read.")
    if expected != TAG:
        raise HttpError(412, "The thing was changed since you read it.")
    things[number] = ThingOut(id=number, name=body.name)
    return things[number]


@router.post("/things/{int:number}/jobs/", response={202: ThingOut, 200: ThingOut})
def start_job(request: ApiRequest, number: int) -> ThingOut | Status[ThingOut]:
    """Start a job, or return the one that is done."""
    return Status(200, things[number]) if number in things else ThingOut(id=number, name="job")


@router.delete("/things/{int:number}/", response={204: None})
def delete_thing(request: ApiRequest, number: int) -> None:
    """Delete a thing."""
    if number not in things:
        raise NotFound(f"There is no thing {number}.")
    del things[number]


@router.get("/files/{path:name}/", response=ThingOut)
def get_file(request: ApiRequest, name: str) -> ThingOut:
    """Return a file."""
    return ThingOut(id=1, name=f"the file {name}")


@router.post("/files/{path:name}/copy/", response=ThingOut)
def copy_file(request: ApiRequest, name: str) -> ThingOut:
    """Copy a file."""
    return ThingOut(id=2, name=f"a copy of {name}")


example = Api(title="Things", version="1.0.0", urls_namespace="things")
example.add_router("", router)
answer_with_problems(example)
urlpatterns = [path("api/", example.urls)]


@pytest.fixture
def ask(client: Client) -> Any:
    things.clear()
    things[1] = ThingOut(id=1, name="table")

    def asked(method: str, address: str, body: Any = None, **headers: str) -> Response:
        data = b"" if body is None else json.dumps(body).encode()
        with override_settings(ROOT_URLCONF=__name__):
            response: Any = client.generic(method, address, data, JSON, headers=headers)
        return response  # type: ignore[no-any-return]  # a test client's response

    return asked


def writer(**headers: str) -> dict[str, str]:
    return {"Authorization": "Bearer writer", **headers}


def test_a_created_resource_has_a_location(ask: Any) -> None:
    response = ask("POST", "/api/things/", {"name": "lamp"}, **writer())

    assert (response.status_code, response.json()) == (201, {"id": 2, "name": "lamp"})
    assert response.headers["Location"] == "/api/things/2/"
    assert response.headers["Content-Type"] == JSON


def test_a_status_can_be_chosen_by_the_handler(ask: Any) -> None:
    assert ask("POST", "/api/things/1/jobs/").status_code == 200
    assert ask("POST", "/api/things/5/jobs/").status_code == 202


def test_a_route_may_be_declared_after_one_that_matches_its_address_too(ask: Any) -> None:
    assert ask("POST", "/api/files/a/b/copy/").json()["name"] == "a copy of a/b"
    assert ask("GET", "/api/files/a/b/").json()["name"] == "the file a/b"


def test_a_response_without_content_has_no_body_and_no_type(ask: Any) -> None:
    response = ask("DELETE", "/api/things/1/")

    assert (response.status_code, response.content) == (204, b"")
    assert "Content-Type" not in response.headers
    assert "X-Request-ID" in response.headers


@pytest.mark.parametrize(
    ("method", "address", "body", "headers", "status"),
    [
        ("POST", "/api/things/", {"name": "lamp"}, {}, 401),
        ("POST", "/api/things/", {"name": "lamp"}, {"Authorization": "Bearer x"}, 401),
        ("POST", "/api/things/", {"name": "lamp"}, {"Authorization": "Bearer reader"}, 403),
        ("POST", "/api/things/", {"name": "table"}, writer(), 409),
        ("POST", "/api/things/", {"name": 7}, writer(), 422),
        ("POST", "/api/things/", {"name": "lamp", "x": 1}, writer(), 422),
        ("POST", "/api/things/?x=1", {"name": "lamp"}, writer(), 422),
        ("POST", "/api/things/", [], writer(), 422),
        ("POST", "/api/things/", {"name": "lamp"}, writer(Accept="text/html"), 406),
        ("PUT", "/api/things/1/", {"name": "lamp"}, {}, 428),
        ("PUT", "/api/things/1/", {"name": "lamp"}, {"If-Match": '"2"'}, 412),
        ("DELETE", "/api/things/9/", None, {}, 404),
        ("PATCH", "/api/things/1/", {}, {}, 405),
    ],
)
def test_an_error_is_a_problem_and_changes_nothing(
    ask: Any, method: str, address: str, body: Any, headers: dict[str, str], status: int
) -> None:
    before = dict(things)

    response = ask(method, address, body, **headers)

    assert problem(response, status)["detail"]
    assert ("WWW-Authenticate" in response.headers) == (status == 401)
    assert things == before


def test_a_replaced_thing_is_returned(ask: Any) -> None:
    response = ask("PUT", "/api/things/1/", {"name": "desk"}, **{"If-Match": TAG})

    assert (response.status_code, response.json()["name"]) == (200, "desk")


def test_the_document_has_what_each_operation_declares() -> None:
    document = Document(example, "")
    create = document["paths"]["/things/"]["post"]["responses"]
    delete = document["paths"]["/things/{number}/"]["delete"]["responses"]
    replace = document["paths"]["/things/{number}/"]["put"]["responses"]

    assert "200" not in create
    assert create["201"]["headers"].keys() == {"Cache-Control", "Location", "X-Request-ID"}
    assert create["201"]["content"][JSON]["example"] == {"id": 7, "name": "lamp"}
    assert "content" not in delete["204"]
    for responses, statuses in ((create, "401 403 409"), (replace, "412 428"), (delete, "404")):
        for status in statuses.split():
            content = responses[status]["content"]["application/problem+json"]
            assert content["example"]["status"] == int(status)
    assert "WWW-Authenticate" in create["401"]["headers"]
    assert {"411", "413", "415"} <= create.keys()
    assert {"411", "413", "415"}.isdisjoint(delete)
    assert "304" not in replace
