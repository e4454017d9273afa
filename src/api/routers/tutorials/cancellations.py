"""The routes that cancel and reinstate events."""

from django.http import HttpResponse
from django.utils import timezone

from api.http.access import needs
from api.http.parsing.strict_params import Body, Query
from api.http.request import ApiRequest
from api.http.router import Router
from api.http.writing.overrides import override_of
from api.http.writing.preconditions import matching, tag_of
from api.openapi.extras import combined, repeatable, replaces
from api.routers.tutorials.addresses import EventCode
from api.schemas.params import OverrideQuery
from api.schemas.problem import ProblemOut
from api.schemas.tutorials.clashes import ClashProblemOut
from api.schemas.tutorials.event_input import CancellationIn
from api.schemas.tutorials.events import TutorialEventOut
from domain.access.callers import Scope
from domain.editing.cancelling import cancel_event, reinstate_event
from domain.editing.events import locked_event
from domain.tutorials.changes import Cancellation
from domain.tutorials.events import TutorialEvent

router = Router(tags=["Tutorials"])
WRITE = needs(Scope.TUTORIALS_WRITE)


@router.post(
    "/events/{path:code}/cancel/",
    response={200: TutorialEventOut, 409: ProblemOut},
    auth=WRITE,
    operation_id="cancelTutorialEvent",
    summary="Cancel a tutorial event",
    openapi_extra=combined(replaces(), repeatable()),
)
def cancel(
    request: ApiRequest, code: EventCode, body: Body[CancellationIn], response: HttpResponse
) -> TutorialEvent:
    """Cancel the event, and return it.

    The event can still be read by its code, but the search and the list of events omit it.
    """
    stored = locked_event(code, matching(request), request.ports.tutorials)
    by = request.caller.name if request.caller else ""
    cancellation = Cancellation(reason=body.reason, at=timezone.now(), by=by)
    event = cancel_event(stored, cancellation, request.ports.tutorials)
    response["ETag"] = tag_of(event)
    return event


@router.post(
    "/events/{path:code}/reinstate/",
    response={200: TutorialEventOut, 409: ClashProblemOut},
    auth=WRITE,
    operation_id="reinstateTutorialEvent",
    summary="Undo the cancellation of a tutorial event",
    openapi_extra=combined(replaces(), repeatable()),
)
def reinstate(
    request: ApiRequest, code: EventCode, query: Query[OverrideQuery], response: HttpResponse
) -> TutorialEvent:
    """Undo the cancellation of the event, and return it. Its sessions are checked for clashes."""
    stored = locked_event(code, matching(request), request.ports.tutorials)
    event = reinstate_event(stored, request.ports.tutorials, override_of(request, query))
    response["ETag"] = tag_of(event)
    return event
