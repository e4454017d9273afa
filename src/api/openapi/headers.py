"""The headers of the document: those of responses, and the parameters that are headers."""

from typing import Any

from api.http.request import VERSION
from api.openapi.json_schema import Node

HEADERS_PREFIX = "#/components/headers/"
HEADERS: dict[str, Node] = {
    "Age": {
        "description": "The number of seconds since the catalogue of the response was up to date; "
        "without this header, it is up to date.",
        "required": False,
        "schema": {"type": "integer", "format": "int32", "minimum": 0},
        "example": 1,
    },
    "Cache-Control": {
        "description": "`no-cache`: store the response, and revalidate it with its ETag before "
        "each use. `public` with `s-maxage`: a CDN may serve it for this number of seconds. "
        "`private`: only the client may store it. `no-store`: do not store it.",
        "required": True,
        "schema": {"type": "string"},
        "example": "no-cache",
    },
    VERSION: {
        "description": "The version of the catalogue that the response was created from; after a "
        "write, the version that includes the write. The response to a request with this version "
        "in the same header includes the write.",
        "required": True,
        "schema": {"type": "string"},
        "example": "1798740000000000.1798740000000000.0.16384.16500.7301",
    },
    "Content-Location": {
        "description": "The URL of the resource in the body.",
        "required": True,
        "schema": {"type": "string"},
        "example": "/api/tutorials/events/CM2-LON-032-27A/",
    },
    "ETag": {
        "description": "The version of the response, for a later If-None-Match header.",
        "required": True,
        "schema": {"type": "string"},
        "example": '"0f1e2d3c4b5a69788796a5b4c3d2e1f0"',
    },
    "Location": {
        "description": "The URL of the created resource.",
        "required": True,
        "schema": {"type": "string"},
        "example": "/api/tutorials/events/CM2-LON-032-27A/",
    },
    "Retry-After": {
        "description": "The number of seconds to wait before a retry.",
        "required": True,
        "schema": {"type": "integer", "format": "int32", "minimum": 0},
        "example": 2,
    },
    "WWW-Authenticate": {
        "description": "How to authenticate (RFC 9110).",
        "required": True,
        "schema": {"type": "string"},
        "example": "Bearer",
    },
    "X-Request-ID": {
        "description": "The X-Request-ID of the request, or a new one.",
        "required": True,
        "schema": {"type": "string"},
        "example": "3f6c0f9b5d0e4d2f8a4f0a6f2f7b9c11",
    },
}
IF_NONE_MATCH = {
    "in": "header",
    "name": "If-None-Match",
    "required": False,
    "description": "The ETag of a stored response; the response is 304 if it has not changed.",
    "schema": {"type": "string"},
}
IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "description": "The ETag that you read; `*` needs the scope `tutorials:force`.",
    "schema": {"type": "string"},
    "example": '"0f1e2d3c4b5a69788796a5b4c3d2e1f0"',
}
CATALOGUE_VERSION = {
    "in": "header",
    "name": VERSION,
    "required": False,
    "description": "The version from the response to a write: this response includes the write.",
    "schema": {"type": "string"},
}
IDEMPOTENCY_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "A new key for each request, such as a UUID. For 24 hours, the same request "
    "with the same key is executed only once and gets the same response.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
}


def headers(*names: str) -> Node:
    """Return references to headers, each described once in `HEADERS`."""
    return {name: {"$ref": f"{HEADERS_PREFIX}{name}"} for name in names}


def referenced_headers(part: Any) -> set[str]:
    """Return the names of the headers that a part of the document refers to."""
    match part:
        case {"$ref": str(reference)} if reference.startswith(HEADERS_PREFIX):
            return {reference.removeprefix(HEADERS_PREFIX)}
        case dict():
            return referenced_headers(list(part.values()))
        case list():
            return set().union(*map(referenced_headers, part))
        case _:
            return set()
