"""Responses as they were sent, for requests with the same key.

`api.http.caching.response_cache` decides which responses can be cached.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock

from django.utils import timezone

from api.http.caching.conditional import S_MAXAGE, until_midnight
from config.server.gateway import Environ
from config.server.worker.request_key import Key
from domain.search.search_index import SearchIndex

MOST_BYTES, OVERHEAD = 16 * 1024 * 1024, 2048


type Catalogue = Callable[[], SearchIndex | None]


def _none() -> SearchIndex | None:
    return None


@dataclass(frozen=True, slots=True)
class SentResponse:
    """A response without its Date, Connection and X-Request-ID headers.

    It has a weak reference to the catalogue that it was created from.
    """

    status: str
    headers: bytes
    body: bytes
    environ: Environ
    cache_control: str
    catalogue: Catalogue

    @property
    def is_valid(self) -> bool:
        """Whether Cache-Control is still the same: `s-maxage` ends at midnight."""
        if S_MAXAGE not in self.cache_control:
            return True
        return self.cache_control == until_midnight(timezone.localtime())


class SentResponses:
    """The latest responses of one catalogue, up to 16 MiB; thread-safe."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes, self._lock = most_bytes, Lock()
        self._responses: dict[Key, SentResponse] = {}
        self._size = 0
        self._catalogue: Catalogue = _none

    def get(self, key: Key) -> SentResponse | None:
        return self._responses.get(key)

    def add(self, key: Key, response: SentResponse) -> None:
        """Add a response; those of another catalogue are removed."""
        size = len(response.body) + OVERHEAD
        if size > self._most_bytes:
            return
        with self._lock:
            if self._catalogue() is not response.catalogue():
                self._responses, self._size, self._catalogue = {}, 0, response.catalogue
            if key in self._responses:
                return
            self._responses[key] = response
            self._size += size
            while self._size > self._most_bytes:
                oldest = self._responses.pop(next(iter(self._responses)))
                self._size -= len(oldest.body) + OVERHEAD


def header_lines(headers: Iterable[tuple[str, str]]) -> bytes:
    return "".join(f"{name}: {value}\r\n" for name, value in headers).encode("latin-1")
