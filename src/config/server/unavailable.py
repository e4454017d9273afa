"""The 503 response of pages outside the API while the database cannot be reached."""

import logging
import sys
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.views import defaults

from api.http.problems import DETAILS, RETRY_AFTER_SECONDS

logger = logging.getLogger(__name__)

# Raised if PostgreSQL is down, does not respond, or has no free connection in time; the last one
# if another thread takes too long to read the catalogue.
UNAVAILABLE = (InterfaceError, OperationalError, TimeoutError)
PAGE = f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Service unavailable</title>
<h1>Service unavailable</h1>
<p>{DETAILS[HTTPStatus.SERVICE_UNAVAILABLE]}</p>
</html>
"""


def server_error(request: HttpRequest) -> HttpResponse:
    """Handle an unhandled exception: 503 if the database cannot be reached, otherwise 500."""
    error = sys.exception()
    if isinstance(error, UNAVAILABLE):
        # Like in the API: one line for each request, without a traceback.
        logger.warning("No data is available: %s", error)
        request.is_logged = True  # type: ignore[attr-defined]  # for config.logs.filters.NotLogged
        return HttpResponse(
            PAGE,
            status=HTTPStatus.SERVICE_UNAVAILABLE,
            headers={"Retry-After": str(RETRY_AFTER_SECONDS), "Cache-Control": "no-store"},
        )
    return defaults.server_error(request)
