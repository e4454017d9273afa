"""Access to the links of online meetings, which a setting can hide from other callers."""

from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from api.http.access import ANYONE, Access, may
from api.http.request import ApiRequest
from domain.access.callers import Caller, Forbidden, Scope
from domain.tutorials.events import TutorialEvent
from domain.tutorials.meeting_links import without_links

# Callers who can change an event see its links. Otherwise a client that reads an event and sends it
# back would delete them.
SCOPES = Scope.TUTORIALS_READ, Scope.TUTORIALS_WRITE
PERSONAL = "private, no-cache"


class SeesLinks(Access):
    """Allows every caller; identifies the caller while links are hidden."""

    def __init__(self) -> None:
        super().__init__(Scope.TUTORIALS_READ, is_open=True)
        # Some generators require a token for each route that takes one, even for a public search.
        self.is_documented = False

    def __call__(self, request: HttpRequest) -> Caller | str:
        if not settings.MEETING_LINKS_HIDDEN:
            return ANYONE
        try:
            return super().__call__(request)
        except Forbidden:
            # A search by POST changes nothing, so without a CSRF token the caller is anonymous
            # instead of rejected.
            cast("ApiRequest", request).caller = None
            return ANYONE


LINKS = SeesLinks()


def sees_links(request: ApiRequest) -> bool:
    """Whether the response to a request has the meeting links."""
    if not settings.MEETING_LINKS_HIDDEN:
        return True
    return getattr(request, "caller", None) is not None and may(request, *SCOPES)


def for_caller(request: ApiRequest, event: TutorialEvent) -> TutorialEvent:
    """Return an event as the caller may see it."""
    return event if sees_links(request) else without_links(event)


def mark_as_personal(request: ApiRequest, response: HttpResponse) -> None:
    """Forbid shared caches to store a response that can have links, if links are hidden."""
    if not settings.MEETING_LINKS_HIDDEN:
        return
    patch_vary_headers(response, ("Authorization", "Cookie"))
    if request.caller is not None:
        response.headers["Cache-Control"] = PERSONAL


def names_a_caller(request: ApiRequest) -> bool:
    """Whether the response to a request depends on the caller, because links are hidden."""
    if not settings.MEETING_LINKS_HIDDEN:
        return False
    is_signed_in = f"{settings.SESSION_COOKIE_NAME}=" in request.cookie
    return bool(request.META.get("HTTP_AUTHORIZATION")) or is_signed_in
