"""What an answer says of the catalogue that it is from: its version, and its age if it is old."""

from django.http import HttpResponse

from api.http.request import VERSION, ApiRequest
from domain.search.ports import Reading


def tell_catalogue(request: ApiRequest, response: HttpResponse) -> HttpResponse:
    """Add the headers to an answer from the catalogue.

    `Age` (RFC 9111) is the number of seconds since the catalogue last had everything. It is only
    there if the catalogue may lack something.
    """
    reading = getattr(request, "reading", None)
    if isinstance(reading, Reading):
        response.headers[VERSION] = reading.catalogue.version
        if reading.age_seconds is not None:
            response.headers["Age"] = str(int(reading.age_seconds))
    return response
