"""The request of the API, with its ports and the search index."""

from django.http import HttpRequest

from domain.access import Caller
from domain.ports import Ports
from domain.search.search_index import SearchIndex


class ApiRequest(HttpRequest):
    """`config.wiring` sets `ports`, `api.http.middleware` sets `request_id` and `cookie`.

    `api.http.access` sets `caller` for routes with `auth=`.
    """

    ports: Ports
    request_id: str
    # The Cookie header, which the other middleware does not see.
    cookie: str
    caller: Caller | None
    catalogue: SearchIndex | Exception


def latest_catalogue(request: ApiRequest) -> SearchIndex:
    """Return the current index, with everything committed before; checked once per request.

    Raises:
        Exception: any error of the check; every later call in the request raises it again.

    """
    if not hasattr(request, "catalogue"):
        try:
            request.catalogue = request.ports.catalogue.current()
        except Exception as error:  # noqa: BLE001 (raised below)
            request.catalogue = error
    if isinstance(request.catalogue, Exception):
        raise request.catalogue
    return request.catalogue
