"""Responses that are created from the search index and valid while it is current."""

from collections.abc import Callable
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.http import quote_etag

from api.http.meeting_links import mark_as_personal, sees_links
from api.http.request import ApiRequest, latest_catalogue
from api.rendering.gzip import Part, accepts_gzip, gzipped, joined
from domain.search.query import SearchQuery
from domain.search.search_index import SearchIndex

# The parts of a response; the last argument says whether it has the links of meetings.
type Write = Callable[[SearchIndex, SearchQuery, bool], list[Part]]


class CatalogueResponse[T](HttpResponse):
    """A `T` as JSON; it can be cached while `catalogue` is the current index."""

    def __init__(self, body: bytes, catalogue: SearchIndex) -> None:
        super().__init__(body, content_type="application/json")
        self.catalogue = catalogue


def catalogue_response(
    request: ApiRequest, query: SearchQuery, write: Write
) -> CatalogueResponse[Any]:
    """Return the response of the current index, compressed if the client accepts gzip."""
    catalogue = latest_catalogue(request)
    parts = write(catalogue, query, sees_links(request))
    body = joined(parts)
    if accepts_gzip(request.META.get("HTTP_ACCEPT_ENCODING", "")):
        response = CatalogueResponse[Any](gzipped(parts, body), catalogue)
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = CatalogueResponse[Any](body, catalogue)
    response.headers["Vary"] = "Accept-Encoding"
    mark_as_personal(request, response)
    return response


def tagged_response(
    request: ApiRequest, query: SearchQuery, write: Write
) -> CatalogueResponse[Any]:
    """Return the same response with a strong ETag."""
    response = catalogue_response(request, query, write)
    coding = response.headers.get("Content-Encoding")
    # The version of the code is included, because another release may return another response.
    edition, linked = response.catalogue.edition, sees_links(request)
    name = settings.COMMIT, write.__name__, edition, query.canonical(), coding, linked
    digest = blake2b(repr(name).encode(), digest_size=16).hexdigest()
    response.headers["ETag"] = quote_etag(digest)
    return response
