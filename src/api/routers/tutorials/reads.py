"""Tutorial events with their sessions."""

from dataclasses import replace

from api.http.caching.catalogue_response import CatalogueResponse
from api.http.deprecation.previous import MOVED, redirect_from_number
from api.http.meeting_links import LINKS, for_caller, mark_as_personal
from api.http.parsing.strict_params import Query
from api.http.request import ApiRequest, latest_catalogue
from api.openapi.extras import combined, from_catalogue, links
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
    auth=LINKS,
    operation_id="listTutorialEvents",
    summary="List tutorial events",
    openapi_extra=combined(
        links(getTutorialEvent={"code": "$response.body#/items/0/code"}), from_catalogue()
    ),
)
def list_events(
    request: ApiRequest, query: Query[EventQuery]
) -> CatalogueResponse[Page[TutorialEvent]]:
    """Return one page of events with their sessions, ordered by first day, then code."""
    catalogue = latest_catalogue(request)
    page = catalogue.events.page(query.wanted(), query.request())
    shown = replace(page, items=[for_caller(request, event) for event in page.items])
    response = CatalogueResponse[Page[TutorialEvent]](write_json(shown), catalogue)
    mark_as_personal(request, response)
    return response


@router.get(
    "/events/{path:code}/",
    response=TutorialEventOut,
    auth=LINKS,
    operation_id="getTutorialEvent",
    summary="Get one tutorial event",
    openapi_extra=combined(
        links(listTutorialEvents={"subject": "$response.body#/subject_code"}),
        from_catalogue(),
        MOVED,
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
    shown = for_caller(request, event)
    response = CatalogueResponse[TutorialEvent](write_json(shown), catalogue)
    mark_as_personal(request, response)
    return response
