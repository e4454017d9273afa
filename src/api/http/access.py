"""Who may call a route: `auth=needs(scope)`, or `auth=sees(scope)` for a part of the answer."""

from http import HTTPMethod
from typing import cast

from django.conf import settings
from django.http import HttpRequest
from django.http.cookie import parse_cookie
from ninja.utils import check_csrf

from api.http.request import ApiRequest
from domain.access.callers import Caller, Forbidden, Scope, Unauthenticated
from domain.access.tokens import LONGEST_TOKEN

SAFE = {HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS}
BEARER = "bearer"
# What `sees` gives to Ninja for a caller that is unknown: it takes None for a refusal.
ANYONE = "anyone"


class Access:
    """Ninja's authentication of a route: by a bearer token, or by the session of the admin.

    A route that is not `is_open` refuses callers without all of the scopes.
    """

    def __init__(self, *scopes: Scope, is_open: bool) -> None:
        self.scopes, self.is_open = scopes, is_open

    def __call__(self, request: HttpRequest) -> Caller | str:
        asked = cast("ApiRequest", request)
        asked.caller = caller = _caller(asked)
        if self.is_open:
            return caller or ANYONE
        if caller is None:
            raise Unauthenticated("Send a token in the header Authorization: Bearer.")
        caller.require(*self.scopes)
        return caller


def needs(*scopes: Scope) -> Access:
    """Refuse callers that lack one of the scopes."""
    return Access(*scopes, is_open=False)


def sees(*scopes: Scope) -> Access:
    """Answer everybody; who has one of the scopes sees more (`may`)."""
    return Access(*scopes, is_open=True)


def may(request: ApiRequest, *scopes: Scope) -> bool:
    """Whether the caller of a route with `auth=` has one of the scopes."""
    return request.caller is not None and not request.caller.scopes.isdisjoint(scopes)


def _caller(request: ApiRequest) -> Caller | None:
    """Return who calls, if anyone says so; a token goes before a session."""
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
        # The middleware of the sessions has not seen the cookies (`api.http.middleware`).
        request.COOKIES = cookies
        if check_csrf(request) is not None:
            raise Forbidden(
                "The CSRF check failed. Send the value of the cookie "
                f"{settings.CSRF_COOKIE_NAME} in the header X-CSRFToken."
            )
    return caller
