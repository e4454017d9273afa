"""Answers made of the catalogue, which are true as long as it is the latest."""

from collections.abc import Callable
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.http import quote_etag

from api.http.request import ApiRequest, latest_catalogue
from api.rendering.gzip import Part, accepts_gzip, gzipped, joined
from domain.search.query import SearchQuery
from domain.search.search_index import SearchIndex

type Write = Callable[[SearchIndex, SearchQuery], list[Part]]


class CatalogueResponse[T](HttpResponse):
    """A `T` as JSON that the same request can have again while `catalogue` is the latest."""

    def __init__(self, body: bytes, catalogue: SearchIndex) -> None:
        super().__init__(body, content_type="application/json")
        self.catalogue = catalogue
        self.headers["Vary"] = "Accept-Encoding"


def answer(request: ApiRequest, asked: SearchQuery, write: Write) -> CatalogueResponse[Any]:
    """Return what the latest catalogue says, compressed for those who take that."""
    catalogue = latest_catalogue(request)
    parts = write(catalogue, asked)
    body = joined(parts)
    if not accepts_gzip(request.META.get("HTTP_ACCEPT_ENCODING", "")):
        return CatalogueResponse[Any](body, catalogue)
    response = CatalogueResponse[Any](gzipped(parts, body), catalogue)
    response.headers["Content-Encoding"] = "gzip"
    return response


def tagged_answer(request: ApiRequest, asked: SearchQuery, write: Write) -> CatalogueResponse[Any]:
    """Return the same with a strong validator, another one for other bytes."""
    response = answer(request, asked, write)
    coding = response.headers.get("Content-Encoding")
    # The code is part of it: another release may find something else, or write it otherwise.
    name = settings.COMMIT, write.__name__, response.catalogue.edition, asked.canonical(), coding
    digest = blake2b(repr(name).encode(), digest_size=16).hexdigest()
    response.headers["ETag"] = quote_etag(digest)
    return response
