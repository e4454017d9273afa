"""Tutorial events with their sessions."""

from typing import Annotated

from django.http import HttpResponse
from ninja import Path, Router

from api.http.request import ApiRequest
from api.http.strict_params import StrictQuery
from api.openapi.extras import links, told
from api.rendering.json import JsonWriter, json_response
from api.routers.previous import MOVED, event_by_number
from api.schemas.params import EventQuery, NoQuery
from api.schemas.types import Code
from domain.errors import NotFound
from domain.paging import Page
from domain.tutorials import TutorialEvent

# The alias gives the page its name in the OpenAPI document.
type EventPage = Page[TutorialEvent]

router = Router(tags=["Tutorials"])
ONWARD = links(listTutorialEvents={"subject": "$response.body#/subject_code"})
EVENT, EVENT_PAGE = JsonWriter[TutorialEvent](TutorialEvent), JsonWriter[EventPage](EventPage)


@router.get(
    "/events/",
    response=EventPage,
    operation_id="listTutorialEvents",
    summary="List tutorial events",
    openapi_extra=links(getTutorialEvent={"code": "$response.body#/items/0/code"}),
)
def list_events(
    request: ApiRequest, query: Annotated[EventQuery, StrictQuery(...)]
) -> HttpResponse:
    """Return one page of events with their sessions, ascending by first day, then code."""
    page = request.ports.tutorials.page(query.wanted(), query.request())
    return json_response(EVENT_PAGE.write(page))


# A code can hold slashes; a server shows them as such however the client wrote them.
@router.get(
    "/events/{path:code}/",
    response=TutorialEvent,
    operation_id="getTutorialEvent",
    summary="Get one tutorial event",
    openapi_extra=told(ONWARD, MOVED),
)
def get_event(
    request: ApiRequest,
    code: Annotated[Code, Path(description="The event's code, exactly as it is stored.")],
    query: Annotated[NoQuery, StrictQuery(...)],  # noqa: ARG001 (reading it refuses any parameter)
) -> HttpResponse:
    """Return the event of this code with its sessions, ascending by sequence.

    An event's id in the place of the code, where no event has that code, leads to the event.
    """
    try:
        return json_response(EVENT.write(request.ports.tutorials.get(code)))
    except NotFound:
        if moved := event_by_number(request, code):
            return moved
        raise
