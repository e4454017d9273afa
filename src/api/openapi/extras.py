"""Additions to the OpenAPI description of a route: values for `openapi_extra`.

`combined(without_validator(), links(...))` combines several of them.
"""

from copy import deepcopy
from typing import Any

from api.http.request import FROM_CATALOGUE, VERSION, WITHOUT_DATA
from api.openapi.json_schema import Node

# Marks on an operation, removed when the document is complete.
WITHOUT_VALIDATOR, PRECONDITION = "x-without-validator", "x-precondition"
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


def without_validator() -> Node:
    """Declare that the responses have no ETag, because no cache may store them."""
    return {WITHOUT_VALIDATOR: True}


def without_data() -> Node:
    """Declare that the route does not use the database, and so never returns 503."""
    return {WITHOUT_DATA: True}


def from_catalogue() -> Node:
    """Declare that the response is created from the catalogue, and names its version."""
    return {FROM_CATALOGUE: True}


def links(**targets: dict[str, str]) -> Node:
    """Declare the operations that a response links to, by operationId, with their parameters."""
    operations = {
        name: {"operationId": name, "parameters": parameters}
        for name, parameters in targets.items()
    }
    return {"responses": {200: {"links": operations}}}


def file_body(media_type: str, shown: str | None) -> Node:
    """Declare a response that is a file, with an example if it is text."""
    kind = {} if shown else {"format": "binary"}
    schema = {"type": "string", **kind, "examples": [shown or "PK"]}
    about = {
        "Content-Disposition": {
            "description": "The suggested name of the file.",
            "required": True,
            "schema": {"type": "string"},
        }
    }
    return {
        "responses": {
            200: {
                "description": "OK",
                "content": {media_type: {"schema": schema}},
                "headers": about,
            }
        }
    }


def creates(operation: str = "", **parameters: str) -> Node:
    """Declare a route that creates a resource, and link to the operation that reads it.

    `parameters` are the parameters of that operation, each with a field of the response.
    """
    fields = {name: f"$response.body#/{field}" for name, field in parameters.items()}
    link = {operation: {"operationId": operation, "parameters": fields}} if operation else {}
    response: Node = {"headers": headers("ETag", VERSION)}
    return {"responses": {201: response | ({"links": link} if link else {})}}


def queues() -> Node:
    """Declare a route that creates something, or queues what will create it."""
    known = headers(VERSION)
    return {
        "responses": {
            201: {"headers": known},
            202: {"headers": known | headers("Location")},
        }
    }


def repeatable() -> Node:
    """Declare a route that takes an Idempotency-Key."""
    return {"parameters": [IDEMPOTENCY_KEY]}


def replaces(*, has_content: bool = True) -> Node:
    """Declare a route that changes a resource and therefore requires If-Match.

    `has_content` is false if the resource does not exist afterwards.
    """
    names = ("ETag", VERSION) if has_content else (VERSION,)
    return {"parameters": [IF_MATCH], PRECONDITION: headers(*names)}


def content_location(status: int) -> Node:
    """Declare that the body is a resource with an address of its own."""
    return {"responses": {status: {"headers": headers("Content-Location")}}}


def combined(*pieces: Node) -> Node:
    """Merge the declarations."""
    merged: Node = {}
    for piece in pieces:
        _merge(merged, deepcopy(piece))
    return merged


def _merge(target: dict[Any, Any], piece: dict[Any, Any]) -> None:
    for key, value in piece.items():
        if isinstance(target.get(key), dict):
            _merge(target[key], value)
        elif isinstance(target.get(key), list):
            target[key] += value
        else:
            target[key] = value
