"""What a route declares of itself beyond its types: values for its `openapi_extra`.

`combined(without_validator(), links(...))` puts several together.
"""

from copy import deepcopy
from typing import Any

from api.openapi.json_schema import Node

# Marks on an operation, removed when the document is complete.
WITHOUT_VALIDATOR, WITHOUT_DATA = "x-without-validator", "x-without-data"
HEADERS: dict[str, Node] = {
    "Cache-Control": {
        "description": "`no-cache`: store the answer, and revalidate it with its ETag before each "
        "use. `public` with `s-maxage`: a CDN may answer for that many seconds.",
        "required": True,
        "schema": {"type": "string"},
        "example": "no-cache",
    },
    "ETag": {
        "description": "The version of the answer, for the next request's If-None-Match.",
        "required": True,
        "schema": {"type": "string"},
        "example": '"0f1e2d3c4b5a69788796a5b4c3d2e1f0"',
    },
    "Location": {
        "description": "The address of what was created.",
        "required": True,
        "schema": {"type": "string"},
        "example": "/api/tutorials/events/CM2-LON-120-27A/",
    },
    "Retry-After": {
        "description": "How many seconds to wait before trying again.",
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
    "description": "The ETag of a stored answer; the answer is 304 if it is still the same.",
    "schema": {"type": "string"},
}


def headers(*names: str) -> Node:
    """Return references to headers, each described once in `HEADERS`."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def without_validator() -> Node:
    """Declare that the answers have no ETag, because no cache may store them."""
    return {WITHOUT_VALIDATOR: True}


def without_data() -> Node:
    """Declare that the route answers without the database, and so never with a 503."""
    return {WITHOUT_DATA: True}


def links(**targets: dict[str, str]) -> Node:
    """Declare the operations that an answer leads to, by operationId, with their parameters."""
    found = {
        name: {"operationId": name, "parameters": parameters}
        for name, parameters in targets.items()
    }
    return {"responses": {200: {"links": found}}}


def combined(*pieces: Node) -> Node:
    """Return all the declarations as one."""
    whole: Node = {}
    for piece in pieces:
        _merge(whole, deepcopy(piece))
    return whole


def _merge(whole: dict[Any, Any], piece: dict[Any, Any]) -> None:
    for key, value in piece.items():
        if isinstance(whole.get(key), dict):
            _merge(whole[key], value)
        else:
            whole[key] = value
