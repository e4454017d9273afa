"""The headers with the version of the catalogue, and with its age if it may be out of date."""

from django.http import HttpResponse

from api.http.request import VERSION, ApiRequest
from domain.search.ports import Reading


def tell_catalogue(request: ApiRequest, response: HttpResponse) -> HttpResponse:
    """Add the headers to a response from the catalogue.

    `Age` (RFC 9111) is the number of seconds since the catalogue was up to date. It is sent only
    if the catalogue may be out of date.
    """
    reading = getattr(request, "reading", None)
    if isinstance(reading, Reading):
        response.headers[VERSION] = reading.catalogue.version
        if reading.age_seconds is not None:
            response.headers["Age"] = str(int(reading.age_seconds))
    return response
