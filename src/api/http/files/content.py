"""The content of a file: in memory, or if it is large, on disk."""

import os
from collections.abc import Callable, Iterator
from hashlib import sha256
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast
from weakref import finalize

from django.utils.http import quote_etag

MOST_IN_MEMORY = 1024 * 1024
CHUNK = 64 * 1024

type Write = Callable[[BinaryIO], None]


class Content:
    """A complete file; `size` is in bytes.

    `body` is None if the file is large and therefore on disk.

    Several threads can read it at once. The file has no name, and is deleted with the last
    reference to its content.
    """

    __slots__ = ("__weakref__", "_descriptor", "body", "size")

    def __init__(self, size: int, body: bytes | None, descriptor: int | None = None) -> None:
        self.size, self.body, self._descriptor = size, body, descriptor
        if descriptor is not None:
            finalize(self, os.close, descriptor)

    def chunks(self) -> Iterator[bytes]:
        """Yield the content in parts."""
        if self._descriptor is None:
            yield self.body or b""
            return
        offset = 0
        while part := os.pread(self._descriptor, CHUNK, offset):
            yield part
            offset += len(part)

    @property
    def entity_tag(self) -> str:
        """The strong ETag of the content."""
        digest = sha256()
        for part in self.chunks():
            digest.update(part)
        return quote_etag(digest.hexdigest()[:32])


def created(write: Write) -> Content:
    """Return the content that `write` writes to a file."""
    with SpooledTemporaryFile(MOST_IN_MEMORY) as file:
        write(cast("BinaryIO", file))
        size = file.tell()
        if size > MOST_IN_MEMORY:
            file.flush()
            return Content(size, None, os.dup(file.fileno()))
        file.seek(0)
        return Content(size, file.read())
