"""Caches responses for as long as the search index does not change.

Like Django's cache middleware, but without a lifetime: a cached response is valid while the index
that it was created from is current. Every request checks this.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from weakref import ref

from django.core.exceptions import DisallowedHost
from django.http import HttpResponse
from django.utils import timezone

from api.http.caching.catalogue_headers import tell_catalogue
from api.http.caching.catalogue_response import CatalogueResponse
from api.http.caching.conditional import S_MAXAGE, until_midnight
from api.http.meeting_links import names_a_caller
from api.http.parsing.body import BodyRefused, read_body
from api.http.parsing.strict_params import without_tracking
from api.http.request import ApiRequest, latest_catalogue
from api.rendering.gzip import accepts_gzip
from domain.search.search_index import SearchIndex

PREFIX = "/api/"
# The key in the WSGI environment: where a response of the search came from.
SOURCE = "tutorials.source"
MOST_BYTES, LONGEST_KEY = 16 * 1024 * 1024, 1024
# The approximate memory of a cached response in addition to its body, in bytes.
OVERHEAD = 2048

type CacheKey = tuple[str | None, str, str, bytes, bool]


@dataclass(slots=True)
class CachedResponses:
    """The cached responses of one index, to which it only has a weak reference."""

    catalogue: Callable[[], SearchIndex | None] = lambda: None
    responses: dict[CacheKey, tuple[bytes, dict[str, str]]] = field(default_factory=dict)
    size: int = 0

    def add(self, key: CacheKey, response: HttpResponse, *, most_bytes: int) -> None:
        size = len(response.content) + OVERHEAD
        if key in self.responses or size > most_bytes:
            return
        self.responses[key] = response.content, dict(response.headers.items())
        self.size += size
        while self.size > most_bytes:
            oldest, _ = self.responses.pop(next(iter(self.responses)))
            self.size -= len(oldest) + OVERHEAD


class ResponseCacheMiddleware:
    """Caches the latest responses of the current index, up to 16 MiB; thread-safe.

    It precedes all middleware whose effect is part of a cached response. A response is returned
    only if a new one would come from the same index.
    """

    def __init__(
        self, get_response: Callable[[ApiRequest], HttpResponse], most_bytes: int = MOST_BYTES
    ) -> None:
        self._get_response, self._most_bytes = get_response, most_bytes
        self._cached, self._lock = CachedResponses(), Lock()

    def __call__(self, request: ApiRequest) -> HttpResponse:
        return tell_catalogue(request, self._cached_or_new(request))

    def _cached_or_new(self, request: ApiRequest) -> HttpResponse:
        key = _cache_key(request)
        if key is None:
            return self._get_response(request)
        cached = self._cached
        cached_response = cached.responses.get(key)
        if cached_response is not None and _is_latest(cached.catalogue(), request):
            body, headers = cached_response
            response = HttpResponse(body, headers=headers)
            request.META[SOURCE] = "cache"
            if S_MAXAGE in response.headers.get("Cache-Control", ""):
                # The time until midnight is shorter than when the response was cached.
                response.headers["Cache-Control"] = until_midnight(timezone.localtime())
            return response
        response = self._get_response(request)
        if isinstance(response, CatalogueResponse):
            request.META[SOURCE] = "index"
            with self._lock:
                if self._cached.catalogue() is not response.catalogue:
                    self._cached = CachedResponses(ref(response.catalogue))
                self._cached.add(key, response, most_bytes=self._most_bytes)
        return response


def _cache_key(request: ApiRequest) -> CacheKey | None:
    """Return the cache key of a request, or None if its response is not cached."""
    if not request.path_info.startswith(PREFIX) or names_a_caller(request):
        return None
    try:
        # The middleware that rejects unknown hosts does not run for a cached response.
        request.get_host()
        body = read_body(request) if request.method == "POST" else b""
    except (DisallowedHost, BodyRefused):
        return None
    # Tracking parameters differ for each click but do not change the response.
    query = without_tracking(request.META.get("QUERY_STRING", ""))
    if len(query) + len(body) > LONGEST_KEY:
        return None
    takes_gzip = accepts_gzip(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    return request.method, request.path_info, query, body, takes_gzip


def _is_latest(catalogue: SearchIndex | None, request: ApiRequest) -> bool:
    try:
        return latest_catalogue(request) is catalogue
    except Exception:  # noqa: BLE001 (the route gets the same error and handles it)
        return False
