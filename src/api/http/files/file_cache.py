"""The files of the current catalogue."""

from collections.abc import Callable
from threading import Lock
from weakref import ref

from api.http.files.content import Content
from domain.search.search_index import SearchIndex

MOST_BYTES, MOST_FILES = 128 * 1024 * 1024, 16


class FileCache:
    """Cached files by ETag, valid until another catalogue is current; thread-safe.

    The cache has up to 16 files and 128 MiB; the oldest are removed.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes, self._lock = most_bytes, Lock()
        self._catalogue: Callable[[], SearchIndex | None] = lambda: None
        self._files: dict[str, Content] = {}

    def get(self, catalogue: SearchIndex, tag: str) -> Content | None:
        """Return the file of a catalogue with this ETag, or None if it is not cached."""
        with self._lock:
            return self._files.get(tag) if self._catalogue() is catalogue else None

    def add(self, catalogue: SearchIndex, tag: str, content: Content) -> None:
        """Cache a file, and remove all files of other catalogues."""
        with self._lock:
            if self._catalogue() is not catalogue:
                self._catalogue, self._files = ref(catalogue), {}
            self._files[tag] = content
            while self._files and (
                len(self._files) > MOST_FILES
                or sum(each.size for each in self._files.values()) > self._most_bytes
            ):
                del self._files[next(iter(self._files))]
