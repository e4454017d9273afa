"""Helpers of the tests of the OpenAPI document."""

import json
from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

type Node = dict[str, Any]


def operations(document: Node) -> Iterator[tuple[str, str, Node]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def nodes(part: Any) -> Iterator[Node]:
    """Yield every object in a part of the document."""
    if isinstance(part, dict):
        yield part
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from nodes(inner)


def resolved(document: Node, schema: Node) -> Node:
    """Return the schema that a reference names, or the schema itself."""
    if "$ref" not in schema:
        return schema
    found: Node = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return found


def validator(document: Node, schema: Node) -> Draft202012Validator:
    """Return a validator that rejects undocumented properties; the document must not change."""
    if id(document) not in _CLOSED:
        _CLOSED[id(document)] = document, _closed(document["components"])
    _, closed = _CLOSED[id(document)]
    return Draft202012Validator(schema | {"components": closed}, format_checker=FormatChecker())


# The components of each document, by its identity. The document is held, so that no other one gets
# its identity.
_CLOSED: dict[int, tuple[Node, Node]] = {}


def _closed(components: Node) -> Node:
    closed: Node = json.loads(json.dumps(components))
    for node in nodes(closed):
        if "properties" in node:
            node["additionalProperties"] = False
    return closed


def answer_schema(document: Node, method: str, path: str, status: int) -> Node:
    [content] = document["paths"][path][method]["responses"][str(status)]["content"].values()
    found: Node = content["schema"]
    return found


def resolved_header(document: Node, header: Node) -> Node:
    """Return the header that a reference names, or the header itself."""
    if "$ref" not in header:
        return header
    found: Node = document["components"]["headers"][header["$ref"].rpartition("/")[2]]
    return found
