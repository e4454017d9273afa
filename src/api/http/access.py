"""Who may call a route: `auth=needs(scope)`, or `auth=sees(scope)` for a part of the response."""

from contextlib import suppress
from http import HTTPMethod
from typing import cast

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, UnreadablePostError
from django.http.cookie import parse_cookie
from ninja.utils import check_csrf

from api.http.request import ApiRequest
from domain.access.callers import Caller, Forbidden, Scope, Unauthenticated
from domain.access.tokens import LONGEST_TOKEN

SAFE = {HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS}
BEARER = "bearer"
# Returned to Ninja for an anonymous caller of an open route, because None means a refusal.
ANYONE = "anyone"


class Access:
    """Ninja's authentication of a route: by a bearer token, or by the session of the admin.

    If it is not `is_open`, callers without all of the scopes are rejected.
    """

    def __init__(self, *scopes: Scope, is_open: bool) -> None:
        self.scopes, self.is_open = scopes, is_open
        # Whether the document says that the route takes a token.
        self.is_documented = True

    def __call__(self, request: HttpRequest) -> Caller | str:
        api_request = cast("ApiRequest", request)
        api_request.caller = caller = _caller(api_request)
        if self.is_open:
            return caller or ANYONE
        if caller is None:
            raise Unauthenticated("Send a token in the header Authorization: Bearer.")
        caller.require(*self.scopes)
        return caller


def needs(*scopes: Scope) -> Access:
    """Reject callers that lack one of the scopes."""
    return Access(*scopes, is_open=False)


def sees(*scopes: Scope) -> Access:
    """Accept every caller; those with one of the scopes see more (`may`)."""
    return Access(*scopes, is_open=True)


def may(request: ApiRequest, *scopes: Scope) -> bool:
    """Whether the caller of a route with `auth=` has one of the scopes."""
    return request.caller is not None and not request.caller.scopes.isdisjoint(scopes)


def _caller(request: ApiRequest) -> Caller | None:
    """Return the caller, or None if the request has neither a token nor a session.

    If it has both, the token is used.
    """
    header = request.META.get("HTTP_AUTHORIZATION", "")
    if not header:
        return _staff(request)
    scheme, _, token = header.partition(" ")
    token = token.strip()
    if scheme.lower() != BEARER or not token or len(token) > LONGEST_TOKEN:
        raise Unauthenticated("The Authorization header has no bearer token.", is_invalid=True)
    return request.ports.access.by_token(
        token,
        peer=request.META.get("REMOTE_ADDR", ""),
        forwarded_for=request.META.get("HTTP_X_FORWARDED_FOR", ""),
    )


def _staff(request: ApiRequest) -> Caller | None:
    cookies = parse_cookie(request.cookie)
    session_key = cookies.get(settings.SESSION_COOKIE_NAME)
    caller = request.ports.access.by_session(session_key) if session_key else None
    if caller is not None and request.method not in SAFE:
        # `api.http.middleware` has removed the cookies before the session middleware.
        request.COOKIES = cookies
        # Otherwise Django reads a form as a stream, to look for the token in it.
        with suppress(SuspiciousOperation, UnreadablePostError):
            _ = request.body
        if check_csrf(request) is not None:
            raise Forbidden(
                "The CSRF check failed. Send the value of the cookie "
                f"{settings.CSRF_COOKIE_NAME} in the header X-CSRFToken."
            )
    return caller
