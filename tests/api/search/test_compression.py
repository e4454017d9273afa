"""Responses that are compressed in parts."""

import gzip
import zlib
from collections.abc import Callable

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from api.rendering.gzip import SHORT, Part, cached_part, gzipped, joined, uncached_part
from tests.api.responses import SEARCH, get, post

pieces = st.lists(
    st.tuples(st.sampled_from([cached_part, uncached_part]), st.binary(max_size=2 * SHORT)),
    max_size=8,
)


@given(pieces)
def test_parts_are_one_gzip_stream_of_their_bytes(
    pieces: list[tuple[Callable[[bytes], Part], bytes]],
) -> None:
    parts = [make(plain) for make, plain in pieces]
    whole = b"".join(plain for _, plain in pieces)
    assert joined(parts) == whole
    assert gzip.decompress(gzipped(parts, whole)) == whole
    # As one member: what follows it would be left out by a browser.
    reader = zlib.decompressobj(zlib.MAX_WBITS | 16)
    assert reader.decompress(gzipped(parts, whole)) == whole
    assert reader.eof
    assert reader.unused_data == b""


@pytest.mark.parametrize("text", ["", "CM2"])
def test_a_compressed_response_has_the_same_content(client: Client, text: str) -> None:
    plain = post(client, {"searchQuery": text})
    compressed = get(client, f"{SEARCH}?q={text}", **{"Accept-Encoding": "br, gzip"})

    assert compressed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(compressed.content) == plain.content
    assert int(compressed.headers["Content-Length"]) == len(compressed.content)
    assert len(compressed.content) < len(plain.content)


@pytest.mark.parametrize(
    ("accepted", "is_compressed"),
    [
        ("gzip", True),
        ("GZIP;q=0.5", True),
        ("x-gzip", True),
        ("*", True),
        ("deflate, *;q=0.1", True),
        ("", False),
        ("identity", False),
        ("gzip;q=0", False),
        ("*, gzip; q=0.0", False),
        ("gzip;q=much", False),
        ("gzipped", False),
    ],
)
def test_a_response_is_compressed_if_accepted(
    client: Client, accepted: str, is_compressed: bool
) -> None:
    headers = get(client, SEARCH, **{"Accept-Encoding": accepted}).headers
    assert ("Content-Encoding" in headers) == is_compressed
