"""Copies of tutorial events."""

from django.http import HttpResponse
from django.urls import reverse

from api.http.access import needs
from api.http.parsing.strict_params import Body, Query
from api.http.request import ApiRequest
from api.http.router import Router
from api.http.writing.overrides import override_of
from api.http.writing.preconditions import tag_of
from api.openapi.extras import combined, content_location, creates, repeatable
from api.routers.tutorials.addresses import EventCode
from api.schemas.params import OverrideQuery
from api.schemas.tutorials.clashes import ClashProblemOut
from api.schemas.tutorials.copies import EventCopyIn
from api.schemas.tutorials.events import TutorialEventOut
from domain.access.callers import Scope
from domain.editing.copying import copy_event
from domain.tutorials.events import TutorialEvent

router = Router(tags=["Tutorials"])


@router.post(
    "/events/{path:code}/copy/",
    response={201: TutorialEventOut, 409: ClashProblemOut},
    auth=needs(Scope.TUTORIALS_WRITE),
    operation_id="copyTutorialEvent",
    summary="Copy a tutorial event to other days",
    openapi_extra=combined(
        creates("getTutorialEvent", code="code"), content_location(201), repeatable()
    ),
)
def copy(
    request: ApiRequest,
    code: EventCode,
    body: Body[EventCopyIn],
    query: Query[OverrideQuery],
    response: HttpResponse,
) -> TutorialEvent:
    """Store a copy of the event with its sessions under a new code, and return it.

    Sessions keep the time that the clocks in their zone show, also if the clocks change between
    the old and the new day. A time that these clocks skip is refused. The copy is neither
    cancelled nor marked as sold out. Its sessions are checked for clashes.
    """
    original = request.ports.tutorials.get(code)
    override = override_of(request, query)
    event = copy_event(original, body.request(), request.ports.tutorials, override)
    address = reverse("api:get_event", kwargs={"code": event.code})
    response["Location"] = response["Content-Location"] = address
    response["ETag"] = tag_of(event)
    return event
