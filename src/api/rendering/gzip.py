"""Builds gzip streams from precompressed parts, so that no response is compressed as a whole.

A deflate stream is a sequence of blocks, and a block that ends at a byte boundary can be followed
by any other block. Each part is therefore compressed separately, and ends with an empty block that
fills its last byte. A response is the concatenation of its parts; only the checksum is computed for
the whole response.

`gzip.compress(plain)` is the simple equivalent, which clients decompress to the same bytes. It
would compress each hit again for every response that contains it.
"""

import struct
import zlib
from collections.abc import Callable, Iterable
from functools import lru_cache

HEADER, LAST_BLOCK = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff", b"\x03\x00"
# The checksum and size at the end of a gzip stream; the header of an uncompressed block.
TRAILER, STORED = struct.Struct("<II"), struct.Struct("<BHH")
BEST, FAST, RAW = 9, 1, -zlib.MAX_WBITS
# Below this size in bytes, compression costs more than it saves.
SHORT = 512
MOST_HEADERS = 256


class Part:
    """A part of a response, uncompressed and as blocks of a deflate stream.

    It is compressed when a client accepts gzip for the first time, because compression takes most
    of the time to serialise a hit.
    """

    __slots__ = ("_compress", "_deflated", "plain")

    def __init__(self, plain: bytes, compress: Callable[[bytes], bytes]) -> None:
        self.plain, self._compress = plain, compress
        self._deflated: bytes | None = None

    @property
    def deflated(self) -> bytes:
        if self._deflated is None:
            self._deflated = self._compress(self.plain)
        return self._deflated


def cached_part(plain: bytes) -> Part:
    """Return a part that is used in many responses, with the best compression."""
    return Part(plain, _well_compressed)


def uncached_part(plain: bytes) -> Part:
    """Return a part of one response, compressed if it is large enough."""
    return Part(plain, _quickly_compressed)


def joined(parts: Iterable[Part]) -> bytes:
    return b"".join(part.plain for part in parts)


def gzipped(parts: Iterable[Part], plain: bytes) -> bytes:
    """Return the gzip stream of parts; `plain` is their uncompressed content."""
    blocks = b"".join(part.deflated for part in parts)
    sums = TRAILER.pack(zlib.crc32(plain), len(plain) & 0xFFFFFFFF)
    return b"".join((HEADER, blocks, LAST_BLOCK, sums))


@lru_cache(MOST_HEADERS)
def accepts_gzip(accept_encoding: str) -> bool:
    """Whether an Accept-Encoding header allows gzip (RFC 9110, 12.5.3)."""
    weights = dict(_weight(coding) for coding in accept_encoding.lower().split(","))
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0))) > 0


def _weight(coding: str) -> tuple[str, float]:
    name, _, parameter = coding.partition(";")
    _, _, weight = parameter.strip().partition("q=")
    try:
        return name.strip(), float(weight) if weight else 1.0
    except ValueError:
        return name.strip(), 0.0


def _well_compressed(plain: bytes) -> bytes:
    return _deflated(plain, BEST)


def _quickly_compressed(plain: bytes) -> bytes:
    if len(plain) < SHORT:
        return STORED.pack(0, len(plain), len(plain) ^ 0xFFFF) + plain
    return _deflated(plain, FAST)


def _deflated(plain: bytes, level: int) -> bytes:
    deflater = zlib.compressobj(level, zlib.DEFLATED, RAW)
    return deflater.compress(plain) + deflater.flush(zlib.Z_SYNC_FLUSH)
