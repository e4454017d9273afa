"""Recognises requests that have the same response."""

import re
from typing import NamedTuple

from config.server.worker.completeness import END_OF_HEAD

# No cacheable response depends on these headers, and they differ between clients.
IGNORED = frozenset(
    {
        *(b"accept-language", b"baggage", b"cache-control", b"cookie", b"dnt", b"pragma"),
        *(b"priority", b"referer", b"sec-ch-ua", b"sec-ch-ua-mobile", b"sec-ch-ua-platform"),
        *(b"sec-fetch-dest", b"sec-fetch-mode", b"sec-fetch-site", b"sec-fetch-user", b"sec-gpc"),
        *(b"traceparent", b"tracestate", b"upgrade-insecure-requests", b"user-agent"),
        *(b"x-forwarded-for", b"x-request-id"),
    }
)
# Gunicorn handles requests with these headers, and Django those that name a caller or a version.
REFUSED = frozenset(
    {
        *(b"authorization", b"catalogue-version", b"cookie", b"expect", b"transfer-encoding"),
        *(b"te", b"trailer", b"upgrade"),
    }
)
LONGEST = 4096
VISIBLE = re.compile(rb"[\t -~\x80-\xff]*")
REQUEST_ID = re.compile(rb"[A-Za-z0-9._~-]{1,100}")

type Key = tuple[bytes, ...]


class Asked(NamedTuple):
    """A request: what it has in common with equal ones, and its id if it names a valid one.

    `head` is what it has in common with those of other bodies, or None if it has no body.
    """

    key: Key
    head: Key | None
    body: bytes
    request_id: str


def read_key(
    received: bytes | bytearray, client: str, *, refused: frozenset[bytes] = REFUSED
) -> Asked | None:
    """Return the key of exactly one complete request, or None if its response is never cached.

    The key has all bytes of the request except the headers that are ignored. So a request with the
    key of a valid request is valid too. `client` is its address; requests with a `refused` header
    have no key.
    """
    head, _, body = bytes(received).partition(END_OF_HEAD)
    first, *lines = head.split(b"\r\n")
    is_plain = len(received) <= LONGEST and first.endswith(b" HTTP/1.1")
    if not is_plain or not VISIBLE.fullmatch(b"".join(lines)):
        return None
    fields = [(line.partition(b":")[0].lower(), line) for line in lines]
    if not refused.isdisjoint(name for name, _ in fields):
        return None
    if _values(fields, b"content-length") != ([b"%d" % len(body)] if body else []):
        return None
    significant = [(name, line) for name, line in fields if name not in IGNORED]
    common = client.encode(), first
    heads = (line for name, line in significant if name != b"content-length")
    ids = _values(fields, b"x-request-id")
    is_identified = len(ids) == 1 and REQUEST_ID.fullmatch(ids[0])
    request_id = ids[0].decode() if is_identified else ""
    return Asked(
        key=(*common, body, *(line for _, line in significant)),
        head=(*common, *heads) if body else None,
        body=body,
        request_id=request_id,
    )


def _values(fields: list[tuple[bytes, bytes]], wanted: bytes) -> list[bytes]:
    return [line.partition(b":")[2].strip(b" \t") for name, line in fields if name == wanted]
