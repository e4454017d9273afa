"""Normalises schemas: the same meaning is written in one way, without annotations."""

from math import ceil, floor
from typing import Any

from compatibility.bounds import types
from compatibility.document import Node

ANNOTATIONS = frozenset(
    {"$comment", "deprecated", "description", "example", "examples", "externalDocs", "title"}
)
ONE_SCHEMA = frozenset(
    {"additionalProperties", "contains", "contentSchema", "else", "if", "items", "not"}
    | {"propertyNames", "then", "unevaluatedItems", "unevaluatedProperties"}
)
SCHEMAS = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
NAMED_SCHEMAS = frozenset({"$defs", "dependentSchemas", "patternProperties", "properties"})
# Values of keywords that allow everything.
WITHOUT_EFFECT: Node = {
    "additionalProperties": {},
    "items": {},
    "minItems": 0,
    "minLength": 0,
    "minProperties": 0,
    "properties": {},
    "readOnly": False,
    "required": [],
    "unevaluatedItems": {},
    "unevaluatedProperties": {},
    "uniqueItems": False,
    "writeOnly": False,
}
# The schema `false`, which allows no value.
NOTHING: Node = {"type": [], "not": {}}
NULL: Node = {"type": "null"}
# Keywords that could affect null, unlike those of a single type.
OF_ANY_TYPE = frozenset({"$ref", "allOf", "anyOf", "oneOf", "not", "if"})


def normal_schema(schema: Any) -> Node:
    if isinstance(schema, bool):
        return {} if schema else NOTHING
    written: Node = {
        keyword: _value(keyword, value)
        for keyword, value in schema.items()
        if keyword == "x-default" or (keyword not in ANNOTATIONS and not keyword.startswith("x-"))
    }
    written = {
        keyword: value
        for keyword, value in written.items()
        if keyword not in WITHOUT_EFFECT or value != WITHOUT_EFFECT[keyword]
    }
    return _of_integers(_of_null(_of_one_part(written)))


def _value(keyword: str, value: Any) -> Any:
    if keyword in ONE_SCHEMA:
        return normal_schema(value)
    if keyword in SCHEMAS:
        return [normal_schema(schema) for schema in value]
    if keyword in NAMED_SCHEMAS:
        return {name: normal_schema(schema) for name, schema in value.items()}
    if keyword == "type" and isinstance(value, list):
        return value[0] if len(value) == 1 else sorted(value)
    return sorted(value) if keyword == "required" else value


def _of_one_part(schema: Node) -> Node:
    """Replace `allOf: [part]` with the part, if it is a reference or has no keywords beside it."""
    match schema:
        case {"allOf": [part], **others} if not others or part.keys() == {"$ref"}:
            return {**part, **others}
    return schema


def _of_null(schema: Node) -> Node:
    """Replace a union of null and an unnamed schema with one schema of two types."""
    match schema:
        case {"anyOf": [first, second], **others} | {"oneOf": [first, second], **others}:
            value = first if second == NULL else second
        case _:
            return schema
    if (
        NULL not in (first, second)
        or "type" not in value
        or "null" in types(value)
        or value.keys() & (OF_ANY_TYPE | others.keys())
    ):
        return schema
    written = {**value, **others, "type": sorted(types(value) | {"null"})}
    if "const" in value:
        written["enum"] = [written.pop("const"), None]
    elif "enum" in value:
        written["enum"] = [*value["enum"], None]
    return written


def _of_integers(schema: Node) -> Node:
    """Replace the exclusive bounds of a schema of integers with inclusive ones."""
    if "integer" not in types(schema) or "number" in types(schema):
        return schema
    written = dict(schema)
    lowest = [ceil(schema["minimum"])] if "minimum" in schema else []
    highest = [floor(schema["maximum"])] if "maximum" in schema else []
    if "exclusiveMinimum" in schema:
        lowest.append(floor(written.pop("exclusiveMinimum")) + 1)
    if "exclusiveMaximum" in schema:
        highest.append(ceil(written.pop("exclusiveMaximum")) - 1)
    if lowest:
        written["minimum"] = max(lowest)
    if highest:
        written["maximum"] = min(highest)
    return written
