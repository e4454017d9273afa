"""Addresses of the previous system that its front end still calls (docs/switching-over.md)."""

import re
from datetime import date
from http import HTTPStatus
from typing import Annotated

from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from ninja import Path, Router
from pydantic import Field

from api.http.deprecation import DOCUMENTED, Deprecated
from api.http.request import ApiRequest
from api.http.strict_params import StrictQuery
from api.openapi.json_schema import Node
from api.rendering.json import SchemaWriter, json_response
from api.schemas.params import NoQuery, SubjectQuery, TutorialProductQuery
from api.schemas.previous import PreviousEvent, PreviousTutorialProduct, PreviousVariation
from api.schemas.types import FromDigits, Id
from domain.errors import NotFound

SINCE, SUNSET = date(2026, 11, 1), date(2027, 11, 1)
PAGE, EVENTS, SEARCH = "/api/docs", "/api/tutorials/events/", "/api/search/unified/"
# As PostgreSQL's bigint has it, and no code that only looks like a number.
EVENT_ID = re.compile(r"[1-9][0-9]{0,17}")
# What the event's route says of an id in the place of a code, for `openapi_extra`.
MOVED: Node = {
    "responses": {
        HTTPStatus.PERMANENT_REDIRECT.value: {
            "description": "The code is none, but the id of an event: see that event's address.",
            "headers": {
                "Location": {
                    "description": "The address of the event by its code.",
                    "required": True,
                    "schema": {"type": "string"},
                },
                **DOCUMENTED,
            },
        }
    }
}

router = Router(tags=["Tutorials"])
LISTED = SchemaWriter[list[PreviousEvent]](list[PreviousEvent])
PRODUCTS = SchemaWriter[list[PreviousTutorialProduct]](list[PreviousTutorialProduct])
VARIATIONS = SchemaWriter[list[PreviousVariation]](list[PreviousVariation])


def deprecated(successor: str) -> Deprecated:
    """Return the announcement of these addresses' end, with what replaces this one."""
    return Deprecated(since=SINCE, sunset=SUNSET, page=PAGE, successor=successor)


@router.get(
    "/list/",
    response=list[PreviousEvent],
    operation_id="listPreviousEvents",
    summary="List all tutorial events",
)
@deprecated(EVENTS)
def list_events(
    request: ApiRequest, query: Annotated[SubjectQuery, StrictQuery(...)]
) -> HttpResponse:
    """Return all events, of one subject if asked, ascending by first day, then code."""
    return json_response(LISTED.write(request.ports.previous.events(query.subject_code)))


@router.get(
    "/products/",
    response=list[PreviousTutorialProduct],
    operation_id="listPreviousTutorialProducts",
    summary="List the tutorials of a sitting",
)
@deprecated(SEARCH)
def list_products(
    request: ApiRequest, query: Annotated[TutorialProductQuery, StrictQuery(...)]
) -> HttpResponse:
    """Return the tutorials for sale of a subject in an exam session, ascending by id."""
    found = request.ports.previous.tutorial_products(
        exam_session_id=query.exam_session, subject_code=query.subject_code
    )
    return json_response(PRODUCTS.write(found))


@router.get(
    "/products/all/",
    response=list[PreviousTutorialProduct],
    operation_id="listAllPreviousTutorialProducts",
    summary="List the tutorials of all sittings",
)
@deprecated(SEARCH)
def list_all_products(
    request: ApiRequest,
    query: Annotated[NoQuery, StrictQuery(...)],  # noqa: ARG001 (reading it refuses any parameter)
) -> HttpResponse:
    """Return all tutorials for sale, ascending by id."""
    return json_response(PRODUCTS.write(request.ports.previous.tutorial_products()))


@router.get(
    "/products/{product_id}/variations/",
    response=list[PreviousVariation],
    operation_id="listPreviousVariations",
    summary="List what a product is sold as",
)
@deprecated(SEARCH)
def list_variations(
    request: ApiRequest,
    product_id: Annotated[
        Id, Field(strict=True), FromDigits, Path(description="The catalogue product's id.")
    ],
    query: Annotated[SubjectQuery, StrictQuery(...)],
) -> HttpResponse:
    """Return the store products of a catalogue product, of one subject if asked."""
    found = request.ports.previous.variations(product_id, query.subject_code)
    return json_response(VARIATIONS.write(found))


def event_by_number(request: ApiRequest, number: str) -> HttpResponse | None:
    """Return a redirect to the event of this id, or None where the text is the id of none."""
    if not EVENT_ID.fullmatch(number):
        return None
    try:
        code = request.ports.previous.event_code(int(number))
    except NotFound:
        return None
    address = reverse("api:get_event", kwargs={"code": code})
    headers = {**deprecated(address).headers(), "Content-Length": "0"}
    response = HttpResponsePermanentRedirect(address, preserve_request=True, headers=headers)
    del response.headers["Content-Type"]
    return response
