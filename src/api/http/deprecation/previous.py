"""Deprecation of the previous system's paths, and the redirect from an event id to its code."""

import re
from datetime import date
from http import HTTPStatus
from typing import Any

from django.urls import reverse

from api.http.deprecation.redirects import MovedPermanently
from api.http.deprecation.routes import DOCUMENTED, Deprecated
from api.http.request import ApiRequest
from domain.errors import NotFound

SINCE, SUNSET = date(2026, 11, 1), date(2027, 11, 1)
PAGE = "/api/docs"
# A positive bigint without leading zeros.
EVENT_ID = re.compile(r"[1-9][0-9]{0,17}")
# The description of the redirect, for `openapi_extra`.
MOVED: dict[str, Any] = {
    "responses": {
        HTTPStatus.PERMANENT_REDIRECT.value: {
            "description": "The value is the id of an event, not a code; redirects to that event.",
            "headers": {
                "Location": {
                    "description": "The URL of the event by its code.",
                    "required": True,
                    "schema": {"type": "string"},
                },
                **DOCUMENTED,
            },
        }
    }
}


def deprecated(successor: str) -> Deprecated:
    """Return the deprecation of these paths, with the route that replaces this one."""
    return Deprecated(since=SINCE, sunset=SUNSET, page=PAGE, successor=successor)


def redirect_from_number(request: ApiRequest, number: str) -> None:
    """Redirect to the event with this id; do nothing if there is none.

    Raises:
        MovedPermanently: with the URL of the event by its code.

    """
    if not EVENT_ID.fullmatch(number):
        return
    try:
        code = request.ports.previous.event_code(int(number))
    except NotFound:
        return
    address = reverse("api:get_event", kwargs={"code": code})
    raise MovedPermanently(address, deprecated(address).headers())
