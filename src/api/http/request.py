"""The request of the API, with its ports and the search index."""

from django.http import HttpRequest

from domain.access.callers import Caller
from domain.ports.ports import Ports
from domain.search.ports import Reading
from domain.search.search_index import SearchIndex

# The version of the catalogue in a response; in a request, the oldest acceptable version.
VERSION = "Catalogue-Version"
AT_LEAST = "HTTP_CATALOGUE_VERSION"
# The marks in `openapi_extra` of a route that uses the catalogue, and of one that uses no data.
FROM_CATALOGUE, WITHOUT_DATA = "x-from-catalogue", "x-without-data"


class ApiRequest(HttpRequest):
    """`config.wiring` sets `ports`, `api.http.middleware` sets `request_id` and `cookie`.

    `api.http.access` sets `caller` for routes with `auth=`.
    """

    ports: Ports
    request_id: str
    # The Cookie header, which the other middleware does not see.
    cookie: str
    caller: Caller | None
    reading: Reading | Exception
    # Whether the cause of the response is already logged, so that Django does not log it again.
    is_logged: bool = False


def latest_catalogue(request: ApiRequest) -> SearchIndex:
    """Return the index with everything that was committed before; checked once per request.

    After a change of very many rows, it can be the last index (`CatalogueSource.read`), but it
    always includes the version that the request names.

    Raises:
        Exception: any error of the check; every later call in the request raises it again.

    """
    if not hasattr(request, "reading"):
        try:
            request.reading = request.ports.catalogue.read(request.META.get(AT_LEAST))
        except Exception as error:  # noqa: BLE001 (raised below)
            request.reading = error
    if isinstance(request.reading, Exception):
        raise request.reading
    return request.reading.catalogue


def wait_for_version(request: ApiRequest) -> None:
    """Wait until the database of this machine has the version that the request names.

    A standby replays a write some time after the primary.

    Raises:
        Exception: any error of the check, such as a time-out.

    """
    if version := request.META.get(AT_LEAST):
        request.ports.catalogue.read(version)
