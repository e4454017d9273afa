"""The OpenAPI 3.1 document: Ninja's own, told to the end and freed of its noise."""

from http import HTTPStatus
from typing import Any

from ninja import NinjaAPI
from ninja.errors import ConfigError
from ninja.openapi.schema import REF_TEMPLATE, OpenAPISchema
from ninja.operation import Operation
from pydantic import TypeAdapter

from api.json_schema import SCHEMAS, Node, plain, reachable, told_apart
from api.problems import MEDIA_TYPE, Problem

NULL = {"type": "null"}
PROBLEM = TypeAdapter(Problem).json_schema(mode="serialization", ref_template=REF_TEMPLATE)
ALWAYS, WITH_PATH, WITH_BODY = {400, 422, 500, 503}, {404}, {411, 413, 415}
HEADERS = {
    "X-Request-ID": {
        "description": "The request's own X-Request-ID, or one made for it.",
        "required": True,
        "schema": {"type": "string"},
    },
    "Retry-After": {
        "description": "How many seconds to wait before trying again.",
        "required": True,
        "schema": {"type": "integer", "minimum": 0},
    },
}


class Document(OpenAPISchema):
    """Ninja's document with every problem that an operation can answer, and no unused schema.

    Raises:
        ConfigError: when two different schemas have one name.

    """

    def __init__(self, api: NinjaAPI, path_prefix: str) -> None:
        super().__init__(api, path_prefix)
        self.add_schema_definitions({**PROBLEM.get("$defs", {}), "Problem": PROBLEM})
        schemas = {name: plain(schema) for name, schema in self.schemas.items()}
        schemas["Hit"] = told_apart(schemas["Hit"]["anyOf"], schemas)
        schemas["Json"] = {"description": "Any JSON value."}
        used = reachable(self["paths"], schemas)
        self["components"]["schemas"] = {name: schemas[name] for name in sorted(used)}
        self["components"]["headers"] = HEADERS

    def add_schema_definitions(self, definitions: Node) -> None:
        for name, schema in definitions.items():
            if self.schemas.setdefault(name, schema) != schema:
                raise ConfigError(f"Two different schemas have the name {name}.")

    def responses(self, operation: Operation) -> dict[int, Node]:
        found = super().responses(operation)
        for status in sorted(_problem_statuses(operation)):
            found[status] = _problem_response(status)
        for response in found.values():
            response.setdefault("headers", {}).update(_header("X-Request-ID"))
        return found

    def _extract_parameters(self, model: Any) -> list[Node]:
        return [_parameter(found) for found in super()._extract_parameters(model)]


def _problem_statuses(operation: Operation) -> set[int]:
    sources = {model.__ninja_param_source__ for model in operation.models}
    return (
        ALWAYS
        | (WITH_PATH if "path" in sources else set())
        | (WITH_BODY if "body" in sources else set())
    )


def _problem_response(status: int) -> Node:
    schema = {"$ref": f"{SCHEMAS}Problem"}
    return {
        "description": HTTPStatus(status).phrase,
        "headers": _header("Retry-After") if status == HTTPStatus.SERVICE_UNAVAILABLE else {},
        "content": {MEDIA_TYPE: {"schema": schema}},
    }


def _header(name: str) -> Node:
    return {name: {"$ref": f"#/components/headers/{name}"}}


def _parameter(found: Node) -> Node:
    """Return a parameter that is left out, never null, when it is not given."""
    schema = {key: part for key, part in found["schema"].items() if key != "description"}
    for choice in schema.pop("anyOf", []):
        schema |= choice if choice != NULL else {}
    return found | {"schema": plain(schema)}
