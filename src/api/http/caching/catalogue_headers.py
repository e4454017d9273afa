"""The headers with the version of the catalogue, and with its age if it may be out of date."""

from django.http import HttpResponse

from api.http.caching.conditional import ASK_FIRST, S_MAXAGE
from api.http.request import VERSION, ApiRequest
from domain.search.ports import Reading


def with_catalogue_headers(request: ApiRequest, response: HttpResponse) -> HttpResponse:
    """Add the headers to a response from the catalogue.

    `Age` (RFC 9111) is the number of seconds since the catalogue was up to date. It is sent only
    if the catalogue may be out of date. A shared cache must not serve such a response again
    without asking: some caches, such as nginx, ignore `Age`.
    """
    reading = getattr(request, "reading", None)
    if isinstance(reading, Reading):
        response.headers[VERSION] = reading.catalogue.version
        if reading.age_seconds is not None:
            response.headers["Age"] = str(int(reading.age_seconds))
            if S_MAXAGE in response.headers.get("Cache-Control", ""):
                response.headers["Cache-Control"] = ASK_FIRST
    return response
