"""The routes that create, change and delete tutorial events."""

from django.http import HttpResponse
from django.urls import reverse

from api.http.access import needs
from api.http.parsing.strict_params import Body, Query
from api.http.request import ApiRequest
from api.http.writing.overrides import override_of
from api.http.writing.preconditions import matching, tag_of
from api.openapi.extras import combined, content_location, creates, repeatable, replaces
from api.routers.tutorials.addresses import EventCode, router
from api.schemas.params import OverrideQuery
from api.schemas.problem import ProblemOut
from api.schemas.tutorials.clashes import ClashProblemOut
from api.schemas.tutorials.event_input import TutorialEventIn
from api.schemas.tutorials.events import TutorialEventOut
from api.schemas.tutorials.patches import TutorialEventPatch, event_patch
from domain.access.callers import Scope
from domain.editing.events import change_event, create_event, locked_event
from domain.tutorials.events import TutorialEvent

WRITE = needs(Scope.TUTORIALS_WRITE)


@router.post(
    "/events/",
    response={201: TutorialEventOut, 409: ClashProblemOut},
    auth=WRITE,
    operation_id="createTutorialEvent",
    summary="Create a tutorial event",
    openapi_extra=combined(
        creates("getTutorialEvent", code="code"), content_location(201), repeatable()
    ),
)
def create(
    request: ApiRequest,
    body: Body[TutorialEventIn],
    query: Query[OverrideQuery],
    response: HttpResponse,
) -> TutorialEvent:
    """Store a new event with its sessions, and return it.

    Ids of sessions are ignored. If a session is at the same time as another one in the same venue
    or with the same instructor, the response is 409 and names both.
    """
    override = override_of(request, query)
    event = create_event(body.edit(), request.ports.tutorials, override)
    response["Location"] = address_of(event)
    return _tagged(event, response)


@router.put(
    "/events/{path:code}/",
    response={200: TutorialEventOut, 409: ClashProblemOut},
    auth=WRITE,
    operation_id="replaceTutorialEvent",
    summary="Replace a tutorial event",
    openapi_extra=combined(replaces(), content_location(200)),
)
def replace(
    request: ApiRequest,
    code: EventCode,
    body: Body[TutorialEventIn],
    query: Query[OverrideQuery],
    response: HttpResponse,
) -> TutorialEvent:
    """Replace the event with the one in the body, and return it.

    A session replaces the stored session with the same id, or without an id, the one with the same
    sequence. Stored sessions that are not replaced are deleted. Ids do not change. Sessions that
    are new or moved are checked for clashes.
    """
    override = override_of(request, query)
    stored = locked_event(code, matching(request), request.ports.tutorials)
    event = change_event(stored, body.edit().patch(), request.ports.tutorials, override)
    return _tagged(event, response)


@router.patch(
    "/events/{path:code}/",
    response={200: TutorialEventOut, 409: ClashProblemOut},
    auth=WRITE,
    operation_id="changeTutorialEvent",
    summary="Change a tutorial event",
    openapi_extra=combined(replaces(), content_location(200)),
)
def change(
    request: ApiRequest,
    code: EventCode,
    body: Body[TutorialEventPatch],
    query: Query[OverrideQuery],
    response: HttpResponse,
) -> TutorialEvent:
    """Change the fields in the body, a JSON Merge Patch (RFC 7396), and return the event.

    `sessions` replaces all sessions. The body may also be sent as
    `application/merge-patch+json`.
    """
    stored = locked_event(code, matching(request), request.ports.tutorials)
    override = override_of(request, query)
    event = change_event(stored, event_patch(body, stored), request.ports.tutorials, override)
    return _tagged(event, response)


@router.delete(
    "/events/{path:code}/",
    response={204: None, 409: ProblemOut},
    auth=WRITE,
    operation_id="deleteTutorialEvent",
    summary="Delete a tutorial event",
    openapi_extra=replaces(has_content=False),
)
def delete(request: ApiRequest, code: EventCode) -> None:
    """Delete an event and its sessions.

    The response is 409 if data of another system refers to the event or to one of its sessions.
    """
    stored = locked_event(code, matching(request), request.ports.tutorials)
    request.ports.tutorials.delete(stored)


def address_of(event: TutorialEvent) -> str:
    """Return the address of an event."""
    return reverse("api:get_event", kwargs={"code": event.code})


def _tagged(event: TutorialEvent, response: HttpResponse) -> TutorialEvent:
    response["ETag"] = tag_of(event)
    response["Content-Location"] = address_of(event)
    return event
