"""What a route tells of itself beyond its types: pieces for its `openapi_extra`.

`told(unkept(), links(...))` puts pieces together.
"""

from copy import deepcopy
from typing import Any

from api.openapi.json_schema import Node

# By which a document knows, while it is made, a route whose answers are never kept.
UNKEPT = "x-unkept"
# The same of a route that asks no database, and so is never without it.
DATALESS = "x-dataless"
HEADERS: dict[str, Node] = {
    "Cache-Control": {
        "description": "`no-cache`: keep the answer, and ask with its ETag before each use. "
        "What a CDN may answer for itself says `public`, with `s-maxage`.",
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
    "Retry-After": {
        "description": "How many seconds to wait before trying again.",
        "required": True,
        "schema": {"type": "integer", "format": "int32", "minimum": 0},
        "example": 2,
    },
    "X-Request-ID": {
        "description": "The request's own X-Request-ID, or one made for it.",
        "required": True,
        "schema": {"type": "string"},
        "example": "3f6c0f9b5d0e4d2f8a4f0a6f2f7b9c11",
    },
}
IF_NONE_MATCH = {
    "in": "header",
    "name": "If-None-Match",
    "required": False,
    "description": "The ETag of an answer that is held: where it still holds, the answer is 304.",
    "schema": {"type": "string"},
    "example": '"00000000000000000000000000000000"',
}


def headers(*names: str) -> Node:
    """Return references to headers, each described once in `HEADERS`."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def unkept() -> Node:
    """Return what a route tells whose answers have no ETag, since nobody is to keep them."""
    return {UNKEPT: True}


def dataless() -> Node:
    """Return what a route tells that answers whether the database is there or not."""
    return {DATALESS: True}


def links(**targets: dict[str, str]) -> Node:
    """Return the operations that an answer leads to, by operationId, with their parameters."""
    found = {
        name: {"operationId": name, "parameters": parameters}
        for name, parameters in targets.items()
    }
    return {"responses": {200: {"links": found}}}


def told(*pieces: Node) -> Node:
    """Return all the pieces as one."""
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
