"""The ETag of an event, and the header If-Match of requests that change it."""

from collections.abc import Callable
from http import HTTPStatus

from django.utils.http import parse_etags
from ninja.errors import HttpError

from api.http.caching.conditional import entity_tag
from api.http.request import ApiRequest
from api.rendering.json import write_json
from domain.access.callers import Scope
from domain.editing.events import Check
from domain.tutorials.events import TutorialEvent

ANY = "*"
REQUIRED = (
    "Send the ETag from your last read in the header If-Match, so that you do not overwrite "
    "another change."
)
STALE = "The resource has changed since you read it. Read it again, and send its new ETag."


def tag_of(event: TutorialEvent) -> str:
    """Return the strong ETag of the whole content of an event, as its own route has it."""
    return entity_tag(write_json(event))


def matching(request: ApiRequest) -> Check:
    """Return a function that checks a stored event against the header If-Match.

    Raises:
        HttpError: 428 if the header is missing; the function raises 412 for another ETag.
        Forbidden: if the header is `*` and the caller lacks the scope to force a change.

    """
    check = matching_tag(request)
    return lambda event: check(tag_of(event))


def matching_tag(request: ApiRequest) -> Callable[[str], None]:
    """Return a function that checks an ETag against the header If-Match; see `matching`."""
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
