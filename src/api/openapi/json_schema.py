"""Simplifies JSON Schema for OpenAPI, so that common client generators understand it."""

import json
from collections.abc import Iterator
from typing import Any

from ninja.openapi.schema import REF_TEMPLATE

type Node = dict[str, Any]

SCHEMAS = REF_TEMPLATE.format(model="")


def plain(schema: Any) -> Any:
    """Return a schema in the form that generators agree on.

    It has no titles, `type: [T, "null"]` for a nullable type, and no type that is only null.
    A constant text is an `enum` of one value; a constant boolean is any boolean, because an enum
    of booleans is rejected or ignored by half of the generators.
    """
    match schema:
        case list():
            return [plain(part) for part in schema]
        case {"type": "boolean", "const": _, **rest}:
            return plain(rest | {"type": "boolean"})
        case {"const": value, **rest}:
            return plain(rest | {"enum": [value]})
        case {"allOf": [only], **rest}:
            return plain(rest | only)
        case {"anyOf": [{"type": str(kind), **typed}, {"type": "null"}], **rest}:
            return plain(rest | typed | {"type": [kind, "null"]})
        case {"anyOf": [anything, {"type": "null"}], **rest} if not anything:
            return plain(rest)
        case {"properties": dict(properties), **rest}:
            return plain(rest) | {
                "properties": {name: plain(_nullable(part)) for name, part in properties.items()}
            }
        case dict():
            return {
                key: part if key == "examples" else plain(part)
                for key, part in schema.items()
                if key != "title"
            }
        case _:
            return schema


def _nullable(part: Node) -> Node:
    """Return a property that may be null; most languages have no type that is only null."""
    return part | {"type": ["string", "null"]} if part.get("type") == "null" else part


def describe(schemas: Node) -> None:
    """Add the descriptions that are missing.

    A type of the domain has none: it is described by its values. Pydantic omits the description of
    a property if it is the same as the docstring of the property's model.
    """
    for schema in schemas.values():
        if "enum" in schema:
            values = ", ".join(f"`{value}`" for value in schema["enum"])
            schema.setdefault("description", f"One of {values}.")
    for schema in schemas.values():
        for part in schema.get("properties", {}).values():
            if "$ref" in part and "description" not in part:
                part["description"] = schemas[schema_name(part["$ref"])]["description"]


def explain_defaults(schemas: Node) -> None:
    """Replace the default of each property by a sentence and the extension `x-default`.

    openapi-typescript makes a property with a `default` required, in requests too.
    """
    for schema in schemas.values():
        for part in schema.get("properties", {}).values():
            if "default" in part:
                value = part.pop("default")
                part["x-default"] = value
                shown = "empty" if value in ("", [], {}) else f"`{json.dumps(value)}`"
                part["description"] += f" If it is left out, it is {shown}."


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
