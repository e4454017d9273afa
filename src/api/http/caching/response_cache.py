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

from api.http.caching.catalogue_headers import with_catalogue_headers
from api.http.caching.catalogue_response import CatalogueResponse
from api.http.caching.conditional import S_MAXAGE, until_midnight
from api.http.meeting_links import names_a_caller
from api.http.parsing.body import BodyRefused, read_body
from api.http.parsing.strict_params import without_tracking
from api.http.request import ApiRequest, latest_catalogue
from api.rendering.gzip import accepts_gzip
from domain.search.ports import Reading
from domain.search.search_index import SearchIndex

PREFIX = "/api/"
# The key in the WSGI environment for the origin of a response of the search.
SOURCE = "tutorials.source"
# The key for the catalogue of a response that the server may cache.
CATALOGUE = "tutorials.catalogue"
MOST_BYTES, LONGEST_KEY = 16 * 1024 * 1024, 1024
# With this many locks, different requests seldom share one.
LOCKS = 64
# The approximate memory of a cached response in addition to its body, in bytes.
OVERHEAD = 2048

type CacheKey = tuple[str | None, str, str, bytes, bool]


@dataclass(slots=True)
class CachedResponses:
    """The cached responses of one index, to which it only has a weak reference."""

    catalogue: Callable[[], SearchIndex | None] = lambda: None
    # The requests whose responses were cached for the previous index.
    before: frozenset[CacheKey] = frozenset()
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
        self._creating = [Lock() for _ in range(LOCKS)]

    def __call__(self, request: ApiRequest) -> HttpResponse:
        return with_catalogue_headers(request, self._cached_or_new(request))

    def _cached_or_new(self, request: ApiRequest) -> HttpResponse:
        key = _cache_key(request)
        if key is None:
            return self._get_response(request)
        is_known = key in self._cached.responses or key in self._cached.before
        catalogue = _latest(request) if is_known else None
        if catalogue is None:
            return self._new(request, key)
        # After a change, many threads ask for the same response: only one of them creates it.
        found = self._found(key, catalogue)
        if found is None:
            with self._creating[hash(key) % len(self._creating)]:
                found = self._found(key, catalogue)
                if found is None:
                    return self._new(request, key)
        _note_source(request, "cache")
        return found

    def _found(self, key: CacheKey, catalogue: SearchIndex) -> HttpResponse | None:
        cached = self._cached
        kept = cached.responses.get(key)
        if kept is None or cached.catalogue() is not catalogue:
            return None
        body, headers = kept
        response = HttpResponse(body, headers=headers)
        if S_MAXAGE in response.headers.get("Cache-Control", ""):
            # The time until midnight is shorter than when the response was cached.
            response.headers["Cache-Control"] = until_midnight(timezone.localtime())
        return response

    def _new(self, request: ApiRequest, key: CacheKey) -> HttpResponse:
        response = self._get_response(request)
        if isinstance(response, CatalogueResponse):
            _note_source(request, "index")
            with self._lock:
                if self._cached.catalogue() is not response.catalogue:
                    before = frozenset(self._cached.responses)
                    self._cached = CachedResponses(ref(response.catalogue), before)
                self._cached.add(key, response, most_bytes=self._most_bytes)
        return response


def _note_source(request: ApiRequest, source: str) -> None:
    request.META[SOURCE] = source
    reading = request.reading
    if isinstance(reading, Reading) and reading.age_seconds is None:
        request.META[CATALOGUE] = reading.catalogue


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


def _latest(request: ApiRequest) -> SearchIndex | None:
    try:
        return latest_catalogue(request)
    except Exception:  # noqa: BLE001 (the route gets the same error and handles it)
        return None
