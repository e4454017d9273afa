"""The ETag of an event, and the header If-Match of those who change it."""

from collections.abc import Callable
from http import HTTPStatus

from django.utils.http import parse_etags
from ninja.errors import HttpError

from api.http.caching.conditional import entity_tag
from api.http.request import ApiRequest
from api.rendering.json import write_json
from domain.access.callers import Scope
from domain.editing import Check
from domain.tutorials.events import TutorialEvent

ANY = "*"
REQUIRED = (
    "Send the ETag that you read in the header If-Match, so that no other change is overwritten."
)
STALE = "It was changed since you read it. Read it again, and send its new ETag."


def tag_of(event: TutorialEvent) -> str:
    """Return the strong ETag of the whole content of an event: that of its own route."""
    return entity_tag(write_json(event))


def matching(request: ApiRequest) -> Check:
    """Return the check of a stored event against the header If-Match.

    Raises:
        HttpError: 428 without the header; the check itself raises 412 for another ETag.
        Forbidden: when it is `*` and the caller lacks the scope to force a change.

    """
    check = matching_tag(request)
    return lambda event: check(tag_of(event))


def matching_tag(request: ApiRequest) -> Callable[[str], None]:
    """Return the check of an ETag against the header If-Match; see `matching`."""
    header = request.META.get("HTTP_IF_MATCH")
    if header is None:
        raise HttpError(HTTPStatus.PRECONDITION_REQUIRED, REQUIRED)
    tags = parse_etags(header)
    if ANY in tags:
        if request.caller is not None:
            request.caller.require(Scope.TUTORIALS_FORCE)
        return lambda _: None

    def check(tag: str) -> None:
        if tag not in tags:
            raise HttpError(HTTPStatus.PRECONDITION_FAILED, STALE)

    return check
