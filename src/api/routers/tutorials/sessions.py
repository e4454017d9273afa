"""Single sessions of tutorial events."""

from typing import Annotated

from django.http import HttpResponse
from django.urls import reverse
from ninja import Path

from api.http.access import needs
from api.http.meeting_links import LINKS, for_caller
from api.http.parsing.strict_params import Body, Query
from api.http.request import ApiRequest
from api.http.router import Router
from api.http.writing.overrides import override_of
from api.http.writing.preconditions import matching, tag_of
from api.openapi.extras import combined, creates, repeatable, replaces
from api.routers.tutorials.addresses import EventCode
from api.schemas.output import Id
from api.schemas.params import OverrideQuery
from api.schemas.problem import ProblemOut
from api.schemas.tutorials.clashes import ClashProblemOut
from api.schemas.tutorials.events import TutorialSessionOut
from api.schemas.tutorials.patches import TutorialSessionPatch, changed_values
from api.schemas.tutorials.session_input import TutorialSessionIn
from domain.access.callers import Scope
from domain.editing.changes import session_values
from domain.editing.events import locked_event
from domain.editing.sessions import add_session, change_session, delete_session, session_of
from domain.errors import FieldError, Invalid
from domain.tutorials.events import TutorialEvent
from domain.tutorials.sessions import TutorialSession

router = Router(tags=["Tutorials"])
WRITE = needs(Scope.TUTORIALS_WRITE)
SESSIONS, SESSION = "/events/{path:code}/sessions/", "/events/{path:code}/sessions/{session_id}/"
SessionId = Annotated[
    # Not the strict type of requests: the response to any other value is 404.
    Id,
    Path(description="The id of the session.", examples=[501]),
]


@router.post(
    SESSIONS,
    response={201: TutorialSessionOut, 409: ClashProblemOut},
    auth=WRITE,
    operation_id="createTutorialSession",
    summary="Add a session to an event",
    openapi_extra=combined(creates(), repeatable(), replaces()),
)
def create_session(
    request: ApiRequest,
    code: EventCode,
    body: Body[TutorialSessionIn],
    query: Query[OverrideQuery],
    response: HttpResponse,
) -> TutorialSession:
    """Add a session to the event, and return it. An id in the body is ignored.

    All routes of sessions use the ETag of the event.
    """
    stored = locked_event(code, matching(request), request.ports.tutorials)
    override = override_of(request, query)
    event, session = add_session(stored, body.draft(), request.ports.tutorials, override)
    response["Location"] = _address(event, session)
    return _tagged(event, session, response)


@router.get(
    SESSION,
    response=TutorialSessionOut,
    auth=LINKS,
    operation_id="getTutorialSession",
    summary="Get one session of an event",
)
def get_session(
    request: ApiRequest, code: EventCode, session_id: SessionId, response: HttpResponse
) -> TutorialSession:
    """Return a session of the event."""
    event = for_caller(request, request.ports.tutorials.get(code))
    return _tagged(event, session_of(event, session_id), response)


@router.put(
    SESSION,
    response={200: TutorialSessionOut, 409: ClashProblemOut},
    auth=WRITE,
    operation_id="replaceTutorialSession",
    summary="Replace a session of an event",
    openapi_extra=replaces(),
)
def replace(
    request: ApiRequest,
    code: EventCode,
    session_id: SessionId,
    body: Body[TutorialSessionIn],
    query: Query[OverrideQuery],
    response: HttpResponse,
) -> TutorialSession:
    """Replace the session with the one in the body, and return it. Its id does not change."""
    _check_id(body, session_id)
    stored = locked_event(code, matching(request), request.ports.tutorials)
    override, tutorials = override_of(request, query), request.ports.tutorials
    values = session_values(body.draft())
    changed = change_session(stored, session_id, values, tutorials, override)
    return _tagged(*changed, response)


@router.patch(
    SESSION,
    response={200: TutorialSessionOut, 409: ClashProblemOut},
    auth=WRITE,
    operation_id="changeTutorialSession",
    summary="Change a session of an event",
    openapi_extra=replaces(),
)
def change(
    request: ApiRequest,
    code: EventCode,
    session_id: SessionId,
    body: Body[TutorialSessionPatch],
    query: Query[OverrideQuery],
    response: HttpResponse,
) -> TutorialSession:
    """Change the fields in the body, a JSON Merge Patch (RFC 7396), and return the session.

    The body may also be sent as `application/merge-patch+json`.
    """
    _check_id(body, session_id)
    stored = locked_event(code, matching(request), request.ports.tutorials)
    values = changed_values(body, session_of(stored, session_id))
    override = override_of(request, query)
    changed = change_session(stored, session_id, values, request.ports.tutorials, override)
    return _tagged(*changed, response)


@router.delete(
    SESSION,
    response={204: None, 409: ProblemOut},
    auth=WRITE,
    operation_id="deleteTutorialSession",
    summary="Delete a session of an event",
    openapi_extra=replaces(),
)
def delete(
    request: ApiRequest, code: EventCode, session_id: SessionId, response: HttpResponse
) -> None:
    """Delete a session of the event.

    The response is 409 if data of another system refers to the session.
    """
    stored = locked_event(code, matching(request), request.ports.tutorials)
    response["ETag"] = tag_of(delete_session(stored, session_id, request.ports.tutorials))


def _check_id(body: TutorialSessionIn, session_id: int) -> None:
    if body.id not in {None, session_id}:
        message = f"must be that of the address, {session_id}, or be left out"
        raise Invalid(FieldError("id", message))


def _address(event: TutorialEvent, session: TutorialSession) -> str:
    return reverse("api:get_session", kwargs={"code": event.code, "session_id": session.id})


def _tagged(
    event: TutorialEvent, session: TutorialSession, response: HttpResponse
) -> TutorialSession:
    response["ETag"] = tag_of(event)
    return session
