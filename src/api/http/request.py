"""What a request brings with it, beside what Django reads from the wire."""

from django.http import HttpRequest

from domain.ports import Ports
from domain.search.search_index import SearchIndex


class ApiRequest(HttpRequest):
    """`ports` are put there by the wiring, `request_id` by `api.http.middleware`."""

    ports: Ports
    request_id: str
    catalogue: SearchIndex | Exception


def latest_catalogue(request: ApiRequest) -> SearchIndex:
    """Return the catalogue with all that was committed before; one request looks for it once.

    Raises:
        Exception: whatever that look fails with, each time that the request asks.

    """
    if not hasattr(request, "catalogue"):
        try:
            request.catalogue = request.ports.catalogue.current()
        except Exception as error:  # noqa: BLE001 (raised below)
            request.catalogue = error
    if isinstance(request.catalogue, Exception):
        raise request.catalogue
    return request.catalogue
