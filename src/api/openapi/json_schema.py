"""JSON Schema as an OpenAPI document wants it: plain, told apart, and nothing unused."""

from collections.abc import Iterable, Iterator
from typing import Any

from ninja.openapi.schema import REF_TEMPLATE
from ninja.schema import NinjaGenerateJsonSchema
from pydantic_core.core_schema import DecimalSchema

type Node = dict[str, Any]

SCHEMAS = REF_TEMPLATE.format(model="")
# What a reader of the document calls a thing that the code calls by its part in the code.
NAMES = {
    "EventPage": "TutorialEventPage",
    "Json": "JsonValue",
    "StoredEvent": "TutorialEvent",
    "StoredSession": "TutorialSession",
}
DECIMAL = {"format": "decimal", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}


class JsonSchema(NinjaGenerateJsonSchema):
    """Ninja's schemas, under the document's own names and with decimals told as such."""

    def normalize_name(self, name: str) -> str:
        return NAMES.get(name) or super().normalize_name(name)

    def decimal_schema(self, schema: DecimalSchema) -> Node:
        return super().decimal_schema(schema) | DECIMAL


def plain(schema: Any) -> Any:
    """Return a schema without titles, and simply typed where a type is all that it says."""
    match schema:
        case list():
            return [plain(part) for part in schema]
        case {"allOf": [only], **rest}:
            return plain(rest | only)
        case {"anyOf": [{"type": str(kind), **typed}, {"type": "null"}], **rest}:
            return plain(rest | typed | {"type": [kind, "null"]})
        case {"properties": dict(properties), **rest}:
            told = {name: plain(part) | _format(name, part) for name, part in properties.items()}
            return plain(rest) | {"properties": told}
        case dict():
            return {
                key: part if key == "examples" else plain(part)
                for key, part in schema.items()
                if key != "title"
            }
        case _:
            return schema


def _format(name: str, schema: Node) -> Node:
    """Return the format of an id, which is PostgreSQL's bigint."""
    is_id = name == "id" or name.endswith("_id")
    return {"format": "int64"} if is_id and schema.get("type") == "integer" else {}


def told_apart(choices: Iterable[Node], schemas: Node) -> Node:
    """Return the union of objects that tell themselves apart by their `type`."""
    mapping = {}
    for choice in choices:
        kind = schemas[_name(choice["$ref"])]["properties"]["type"]
        for value in kind.get("enum", [kind.get("const")]):
            mapping[value] = choice["$ref"]
    discriminator = {"propertyName": "type", "mapping": mapping}
    return {"oneOf": list(choices), "discriminator": discriminator}


def reachable(start: Node, schemas: Node) -> set[str]:
    """Return the names of the schemas that a start refers to, straight or through others."""
    found: set[str] = set()
    waiting = set(_references(start))
    while waiting:
        name = waiting.pop()
        found.add(name)
        waiting |= set(_references(schemas[name])) - found
    return found


def _references(node: Any) -> Iterator[str]:
    """Yield the names of the schemas that a part of the document refers to."""
    match node:
        case {"$ref": str(reference)} if reference.startswith(SCHEMAS):
            yield _name(reference)
        case dict():
            yield from _references(list(node.values()))
        case list():
            for part in node:
                yield from _references(part)


def _name(reference: str) -> str:
    return reference.removeprefix(SCHEMAS)
