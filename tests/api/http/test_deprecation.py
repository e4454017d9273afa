"""The deprecation and the removal of an example route."""

from datetime import date
from email.utils import parsedate_to_datetime
from typing import Annotated, Any

import pytest
from django.test import Client, override_settings
from django.urls import path
from ninja import NinjaAPI, Query, Router

from api.http.deprecation.routes import Deprecated, gone
from api.http.problems import answer_with_problems
from api.http.request import ApiRequest
from domain.errors import NotFound
from tests.api.responses import Response, get, problem

SINCE, SUNSET = date(2026, 11, 1), date(2027, 6, 1)
PAGE = "https://example.org/changes#old"
HEADERS = {
    "Deprecation": "@1793491200",
    "Sunset": "Tue, 01 Jun 2027 00:00:00 GMT",
    "Link": f'<{PAGE}>; rel="deprecation"; type="text/html"',
}

example = NinjaAPI(title="Example", urls_namespace="example")
answer_with_problems(example)
router = Router()


@router.get("/old/", response=dict[str, int])
@Deprecated(since=SINCE, sunset=SUNSET, page=PAGE)
def read_old(request: ApiRequest, number: Annotated[int, Query()] = 1) -> dict[str, int]:
    """Return the number."""
    if number == 0:
        raise NotFound("There is no such number.")
    if number < 0:
        raise RuntimeError("a fault of ours")
    return {"number": number}


@router.get("/new/", response=dict[str, int])
def read_new(request: ApiRequest) -> dict[str, int]:
    return {"number": 1}


@router.get("/gone/{code}/", include_in_schema=False)
@gone("/api/new/")
def read_gone(request: ApiRequest, code: str) -> None:
    """Is not asked any more."""
    raise AssertionError(code)


example.add_router("", router)
urlpatterns = [path("api/", example.urls)]


@pytest.fixture
def ask(client: Client) -> Any:
    def asked(address: str, **headers: str) -> Response:
        with override_settings(ROOT_URLCONF=__name__):
            return get(client, address, **headers)

    return asked


@pytest.mark.parametrize(
    ("query", "status"), [("", 200), ("?number=0", 404), ("?number=x", 422), ("?number=-1", 500)]
)
def test_every_response_of_a_deprecated_route_has_the_headers(
    ask: Any, query: str, status: int
) -> None:
    response = ask(f"/api/old/{query}")

    assert response.status_code == status
    assert {name: response.headers[name] for name in HEADERS} == HEADERS


def test_304_has_the_headers(ask: Any) -> None:
    response = ask("/api/old/", **{"If-None-Match": "*"})

    assert response.status_code == 304
    assert {name: response.headers[name] for name in HEADERS} == HEADERS


def test_the_dates_are_midnight_utc() -> None:
    assert int(HEADERS["Deprecation"][1:]) == 1_793_491_200 == (20_758 * 86_400)
    assert date(1970, 1, 1).toordinal() + 20_758 == SINCE.toordinal()
    assert parsedate_to_datetime(HEADERS["Sunset"]).date() == SUNSET


def test_another_route_has_no_deprecation_headers(ask: Any) -> None:
    assert not HEADERS.keys() & ask("/api/new/").headers.keys()


def test_the_document_marks_the_route_and_lists_its_headers(ask: Any) -> None:
    paths = ask("/api/openapi.json").json()["paths"]

    old, new = paths["/api/old/"]["get"], paths["/api/new/"]["get"]
    assert old["deprecated"] is True
    assert old["responses"]["200"]["headers"].keys() == HEADERS.keys()
    assert "content" in old["responses"]["200"]
    assert "deprecated" not in new
    assert "headers" not in new["responses"]["200"]


def test_a_sunset_before_the_deprecation_is_refused() -> None:
    with pytest.raises(ValueError, match="2026-10-31 is before"):
        Deprecated(since=SINCE, sunset=date(2026, 10, 31), page=PAGE)


def test_a_removed_route_names_its_successor(ask: Any) -> None:
    response = ask("/api/gone/anything/")

    assert "/api/new/" in problem(response, 410)["detail"]
    assert response.headers["Link"] == '</api/new/>; rel="successor-version"'
    assert response.headers["Cache-Control"] == "no-store"
