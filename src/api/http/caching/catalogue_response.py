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

# Returns the parts of a response; the last argument is true if it includes meeting links.
type Write = Callable[[SearchIndex, SearchQuery, bool], list[Part]]
# Returns the body of the response to the same request with another body.
type Another = Callable[[bytes, SearchIndex], bytes]
# The key in the WSGI environment: an `Another`, if the route has one.
ANOTHER = "tutorials.another"


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
    is_compressed = takes_gzip(request)
    response = CatalogueResponse[Any](content_of(parts, compressed=is_compressed), catalogue)
    if is_compressed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    mark_as_personal(request, response)
    return response


def takes_gzip(request: ApiRequest) -> bool:
    return accepts_gzip(request.META.get("HTTP_ACCEPT_ENCODING", ""))


def content_of(parts: list[Part], *, compressed: bool) -> bytes:
    """Return the content of a response."""
    plain = joined(parts)
    return gzipped(parts, plain) if compressed else plain


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
