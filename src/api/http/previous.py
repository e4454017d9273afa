"""The end of the previous system's addresses, and the redirect from an event's id to its code."""

import re
from datetime import date
from http import HTTPStatus
from typing import Any

from django.urls import reverse

from api.http.deprecation import DOCUMENTED, Deprecated
from api.http.redirects import MovedPermanently
from api.http.request import ApiRequest
from domain.errors import NotFound

SINCE, SUNSET = date(2026, 11, 1), date(2027, 11, 1)
PAGE = "/api/docs"
# As PostgreSQL's bigint has it, and no code that only looks like a number.
EVENT_ID = re.compile(r"[1-9][0-9]{0,17}")
# What the event's route says of an id in the place of a code, for `openapi_extra`.
MOVED: dict[str, Any] = {
    "responses": {
        HTTPStatus.PERMANENT_REDIRECT.value: {
            "description": "The code is none, but the id of an event: see that event's address.",
            "headers": {
                "Location": {
                    "description": "The address of the event by its code.",
                    "required": True,
                    "schema": {"type": "string"},
                },
                **DOCUMENTED,
            },
        }
    }
}


def deprecated(successor: str) -> Deprecated:
    """Return the announcement of these addresses' end, with what replaces this one."""
    return Deprecated(since=SINCE, sunset=SUNSET, page=PAGE, successor=successor)


def redirect_from_number(request: ApiRequest, number: str) -> None:
    """Send a client to the event of this id; do nothing if it is the id of none.

    Raises:
        MovedPermanently: with the address of the event by its code.

    """
    if not EVENT_ID.fullmatch(number):
        return
    try:
        code = request.ports.previous.event_code(int(number))
    except NotFound:
        return
    address = reverse("api:get_event", kwargs={"code": code})
    raise MovedPermanently(address, deprecated(address).headers())
