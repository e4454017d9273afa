"""Simplifies JSON Schema for OpenAPI: no titles, simple types, no unused schemas."""

from collections.abc import Iterator
from typing import Any

from ninja.openapi.schema import REF_TEMPLATE

type Node = dict[str, Any]

SCHEMAS = REF_TEMPLATE.format(model="")


def plain(schema: Any) -> Any:
    """Return a schema without titles, and with `type: [T, "null"]` for a nullable type."""
    match schema:
        case list():
            return [plain(part) for part in schema]
        case {"allOf": [only], **rest}:
            return plain(rest | only)
        case {"anyOf": [{"type": str(kind), **typed}, {"type": "null"}], **rest}:
            return plain(rest | typed | {"type": [kind, "null"]})
        case {"properties": dict(properties), **rest}:
            return plain(rest) | {
                "properties": {name: plain(part) for name, part in properties.items()}
            }
        case dict():
            return {
                key: part if key == "examples" else plain(part)
                for key, part in schema.items()
                if key != "title"
            }
        case _:
            return schema


def reachable(start: Node, schemas: Node) -> set[str]:
    """Return the names of the schemas that a part of the document refers to, at any depth."""
    found: set[str] = set()
    waiting = set(_references(start))
    while waiting:
        name = waiting.pop()
        found.add(name)
        waiting |= set(_references(schemas[name])) - found
    return found


def schema_name(reference: str) -> str:
    """Return the name of the schema that a `$ref` names."""
    return reference.removeprefix(SCHEMAS)


def _references(node: Any) -> Iterator[str]:
    match node:
        case {"$ref": str(reference)} if reference.startswith(SCHEMAS):
            yield schema_name(reference)
        case dict():
            yield from _references(list(node.values()))
        case list():
            for part in node:
                yield from _references(part)
