"""The OpenAPI 3.1 document: Ninja's own, told to the end and freed of its noise."""

from copy import deepcopy
from typing import Any

from django.urls import get_script_prefix
from ninja import NinjaAPI
from ninja.errors import ConfigError
from ninja.openapi.schema import REF_TEMPLATE, OpenAPISchema
from ninja.operation import Operation
from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from api.examples import PARAMETERS
from api.http.problems import Problem
from api.openapi.extras import HEADERS
from api.openapi.json_schema import JsonSchema, Node, plain, reachable, told_apart
from api.openapi.responses import complete

NULL = {"type": "null"}
# What names for types are told of, as they can have no docstring.
ALIASES = {
    "Facet": "The values of one filter, each under the text that asks for it.",
    "SubjectFacet": "The subjects, each under its code.",
    "Hit": "Something for sale: `type` says which of these it is.",
    "JsonValue": "Any JSON value, null among them.",
    "MatchField": "Where a word of the query was found.",
    "MatchKind": "How well it matched, from the best to the least.",
}
PROBLEM = TypeAdapter(Problem).json_schema(mode="serialization", ref_template=REF_TEMPLATE)


class Document(OpenAPISchema):
    """Ninja's document with every answer that an operation can give, and no unused schema.

    Raises:
        ConfigError: when two different schemas have one name.

    """

    def __init__(self, api: NinjaAPI, path_prefix: str) -> None:
        super().__init__(api, path_prefix)
        problem = dict(PROBLEM)
        self.add_schema_definitions({**problem.pop("$defs"), "Problem": problem})
        schemas = {name: plain(schema) for name, schema in self.schemas.items()}
        schemas["Hit"] = told_apart(schemas["Hit"]["anyOf"], schemas)
        schemas["JsonValue"] = {}
        for name in ALIASES.keys() & schemas.keys():
            schemas[name] = schemas[name] | {"description": ALIASES[name]}
        for path, methods in self["paths"].items():
            for method, operation in methods.items():
                complete(operation, method, path)
        used = reachable(self["paths"], schemas)
        self["components"]["schemas"] = {name: schemas[name] for name in sorted(used)}
        self["components"]["headers"] = HEADERS
        self._name_the_prefix()

    def _name_the_prefix(self) -> None:
        """Say once, as the server's address, what a proxy serves all paths under."""
        prefix = get_script_prefix().rstrip("/")
        if prefix:
            self["servers"] = [server | {"url": prefix} for server in self["servers"]]
            self["paths"] = {
                path.removeprefix(prefix): told for path, told in self["paths"].items()
            }

    def add_schema_definitions(self, definitions: Node) -> None:
        for name, schema in definitions.items():
            if self.schemas.setdefault(name, schema) != schema:
                raise ConfigError(f"Two different schemas have the name {name}.")

    def operation_details(self, operation: Operation) -> Node:
        # Ninja puts a route's openapi_extra into the document itself, which changes later.
        return deepcopy(super().operation_details(operation))

    def _create_schema_from_model(
        self,
        model: Any,
        by_alias: bool = True,  # noqa: FBT001, FBT002 (Ninja's own signature)
        remove_level: bool = True,  # noqa: ARG002, FBT001, FBT002
        mode: JsonSchemaMode = "validation",
    ) -> tuple[Node, bool]:
        """Return the schema of the one field of a model that Ninja wraps round each type."""
        schema = model.model_json_schema(
            ref_template=REF_TEMPLATE, by_alias=by_alias, schema_generator=JsonSchema, mode=mode
        )
        self.add_schema_definitions(schema.get("$defs", {}))
        [(name, details)] = schema["properties"].items()
        return details, name in schema.get("required", ())

    def _extract_parameters(self, model: Any) -> list[Node]:
        return [_parameter(found) for found in super()._extract_parameters(model)]


def _parameter(found: Node) -> Node:
    """Return a parameter that is left out, never null, when it is not given."""
    schema = {key: part for key, part in found["schema"].items() if key != "description"}
    for choice in schema.pop("anyOf", []):
        schema |= choice if choice != NULL else {}
    # Of a text or a number a query string can only have the text.
    for choice in schema.get("items", {}).get("anyOf", []):
        schema |= {"items": choice} if choice["type"] == "string" else {}
    example = {"example": PARAMETERS[found["name"]]} if found["name"] in PARAMETERS else {}
    return found | {"schema": plain(schema)} | example
