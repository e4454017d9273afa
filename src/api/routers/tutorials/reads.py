"""Tutorial events with their sessions."""

from api.http.caching.catalogue_response import CatalogueResponse
from api.http.deprecation.previous import MOVED, redirect_from_number
from api.http.parsing.strict_params import Query
from api.http.request import ApiRequest, latest_catalogue
from api.openapi.extras import combined, links
from api.rendering.json import write_json
from api.routers.tutorials.addresses import EventCode, router
from api.schemas.params import EventQuery
from api.schemas.tutorials.events import TutorialEventOut, TutorialEventPageOut
from domain.errors import NotFound
from domain.paging import Page
from domain.tutorials.events import TutorialEvent


@router.get(
    "/events/",
    response=TutorialEventPageOut,
    operation_id="listTutorialEvents",
    summary="List tutorial events",
    openapi_extra=links(getTutorialEvent={"code": "$response.body#/items/0/code"}),
)
def list_events(
    request: ApiRequest, query: Query[EventQuery]
) -> CatalogueResponse[Page[TutorialEvent]]:
    """Return one page of events with their sessions, ordered by first day, then code."""
    catalogue = latest_catalogue(request)
    page = catalogue.events.page(query.wanted(), query.request())
    return CatalogueResponse(write_json(page), catalogue)


@router.get(
    "/events/{path:code}/",
    response=TutorialEventOut,
    operation_id="getTutorialEvent",
    summary="Get one tutorial event",
    openapi_extra=combined(
        links(listTutorialEvents={"subject": "$response.body#/subject_code"}), MOVED
    ),
)
def get_event(
    request: ApiRequest,
    code: EventCode,
) -> CatalogueResponse[TutorialEvent]:
    """Return the event with this code and its sessions, ordered by sequence.

    If no event has this code, but an event has this id, the response redirects to that event.
    """
    catalogue = latest_catalogue(request)
    try:
        event = catalogue.events.get(code)
    except NotFound:
        redirect_from_number(request, code)
        raise
    return CatalogueResponse(write_json(event), catalogue)
