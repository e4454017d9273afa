"""The id of the current request, for its response and its log lines."""

import re
from collections.abc import Mapping
from contextvars import ContextVar
from os import urandom
from typing import Any

# The key in the WSGI environment; no header can set it.
KEY = "tutorials.request_id"
ALLOWED = re.compile(r"[A-Za-z0-9._~-]{1,100}")
# The id of the request that this thread handles or has handled last; "" before the first.
current_request_id: ContextVar[str] = ContextVar("current_request_id", default="")


def identify(environ: Mapping[str, Any]) -> str:
    """Return the id of a request, and use it for the log lines of this thread.

    It is the X-Request-ID of the client if that is valid, otherwise a random id.
    """
    request_id: str = environ.get(KEY) or _given(environ) or new_id()
    current_request_id.set(request_id)
    return request_id


def new_id() -> str:
    return urandom(16).hex()


def _given(environ: Mapping[str, Any]) -> str:
    given = environ.get("HTTP_X_REQUEST_ID", "")
    return given if ALLOWED.fullmatch(given) else ""
