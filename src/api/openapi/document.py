"""The OpenAPI 3.1 document: Ninja's own, completed and simplified."""

from copy import deepcopy
from typing import Any

from django.urls import get_script_prefix
from ninja import NinjaAPI
from ninja.errors import ConfigError
from ninja.openapi.schema import REF_TEMPLATE, OpenAPISchema
from ninja.operation import Operation
from ninja.schema import NinjaGenerateJsonSchema
from pydantic.json_schema import JsonSchemaMode

from api.openapi.headers import HEADERS, referenced_headers
from api.openapi.json_schema import (
    SCHEMAS,
    Node,
    describe,
    explain_defaults,
    plain,
    reachable,
)
from api.openapi.responses import complete
from api.openapi.security import SCHEMES, requirements
from api.schemas.problem import ProblemOut

NULL = {"type": "null"}
PROBLEM = ProblemOut.model_json_schema(mode="serialization", ref_template=REF_TEMPLATE)


class Document(OpenAPISchema):
    """Ninja's document with every response of each operation, and without unused schemas.

    Raises:
        ConfigError: when two different schemas have one name.

    """

    def __init__(self, api: NinjaAPI, path_prefix: str) -> None:
        super().__init__(api, path_prefix)
        problem = dict(PROBLEM)
        self.add_schema_definitions({**problem.pop("$defs"), "ProblemOut": problem})
        schemas = {name: plain(schema) for name, schema in self.schemas.items()}
        describe(schemas)
        explain_defaults(schemas)
        for path, methods in self["paths"].items():
            for method, operation in methods.items():
                complete(operation, method, path, schemas)
        used = reachable(self["paths"], schemas)
        self["components"]["schemas"] = {name: schemas[name] for name in sorted(used)}
        used_headers = referenced_headers(self["paths"])
        self["components"]["headers"] = {
            name: header for name, header in HEADERS.items() if name in used_headers
        }
        self._move_the_prefix_to_the_server()

    def _move_the_prefix_to_the_server(self) -> None:
        """Move the path prefix of the proxy to the URL of the server."""
        prefix = get_script_prefix().rstrip("/")
        if prefix:
            self["servers"] = [server | {"url": prefix} for server in self["servers"]]
            self["paths"] = {
                path.removeprefix(prefix): item for path, item in self["paths"].items()
            }

    def add_schema_definitions(self, definitions: Node) -> None:
        for name, schema in definitions.items():
            if self.schemas.setdefault(name, schema) != schema:
                raise ConfigError(f"Two different schemas have the name {name}.")

    def operation_details(self, operation: Operation) -> Node:
        # Copied, because Ninja uses the `openapi_extra` object of the route in the document.
        return deepcopy(super().operation_details(operation))

    def operation_security(self, operation: Operation) -> list[Node] | None:
        if found := requirements(operation):
            self.securitySchemes.update(SCHEMES)
            return found
        security: list[Node] | None = super().operation_security(operation)
        return security

    def _create_schema_from_model(
        self,
        model: Any,
        by_alias: bool = True,  # noqa: FBT001, FBT002 (Ninja's own signature)
        remove_level: bool = True,  # noqa: ARG002, FBT001, FBT002
        mode: JsonSchemaMode = "validation",
    ) -> tuple[Node, bool]:
        """Return the schema of the only field of the model in which Ninja wraps a type."""
        schema = model.model_json_schema(
            ref_template=REF_TEMPLATE,
            by_alias=by_alias,
            schema_generator=NinjaGenerateJsonSchema,
            mode=mode,
        )
        self.add_schema_definitions(schema.get("$defs", {}))
        [(name, details)] = schema["properties"].items()
        return plain(details), name in schema.get("required", ())

    def _extract_parameters(self, model: Any) -> list[Node]:
        return [_parameter(found, self.schemas) for found in super()._extract_parameters(model)]


def _parameter(found: Node, schemas: Node) -> Node:
    """Return a parameter that is optional instead of nullable.

    Only required parameters have an example. Swagger UI sends all examples at once, and a search
    with all optional parameters has no results.
    """
    schema = {key: part for key, part in found["schema"].items() if key != "description"}
    for choice in schema.pop("anyOf", []):
        schema |= choice if choice != NULL else {}
    for choice in schema.pop("allOf", []):
        schema |= _named(choice, schemas)
    if "items" in schema:
        schema |= {"items": _named(_text(schema["items"]), schemas)}
    examples = schema.pop("examples", ())
    parameter = {key: part for key, part in found.items() if key != "examples"}
    if examples and found["required"]:
        parameter["example"] = examples[0]
    if schema.pop("deprecated", False):
        parameter["deprecated"] = True
    return parameter | {"schema": plain(schema)}


def _text(items: Node) -> Node:
    """Return the text type of a union, because values in a query string are texts."""
    texts: list[Node] = [choice for choice in items.get("anyOf", []) if choice["type"] == "string"]
    return texts[0] if texts else items


def _named(schema: Node, schemas: Node) -> Node:
    """Return a reference to a schema that has a name.

    Ninja repeats the schema in each parameter, and generators would create a type for each.
    """
    names = [name for name, known in schemas.items() if known == schema]
    return {"$ref": f"{SCHEMAS}{names[0]}"} if names else schema
