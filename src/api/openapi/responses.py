"""All that an operation can answer, in the document: what the edge adds is the same for each."""

from http import HTTPStatus
from typing import Any

from api.examples import ANSWERS, PARAMETERS
from api.examples.problems import problem_example
from api.http.problems import MEDIA_TYPE
from api.openapi.extras import DATALESS, IF_NONE_MATCH, UNKEPT, headers
from api.openapi.json_schema import SCHEMAS, Node

# 414 and 431 are the web server's own.
ALWAYS = {400, 406, 414, 422, 431, 500}
WITH_DATA, WITH_PATH, WITH_BODY, CONDITIONAL = {503}, {404}, {411, 413, 415}, {412}
# What `api.http.deprecation` sends with every answer of a route, its errors too.
ANNOUNCED = {"Deprecation", "Link", "Sunset"}


def complete(operation: Node, method: str, path: str) -> None:
    """Add to an operation its problems, its 304, and all the headers and examples."""
    found: dict[int, Node] = operation["responses"]
    names = [each["name"] for each in operation["parameters"] if each["in"] == "query"]
    statuses = _problem_statuses(operation, path)
    if method == "get" and not operation.pop(UNKEPT, False):
        _make_conditional(operation, found)
        statuses |= CONDITIONAL
    for status in statuses:
        told = problem_example(status, _example_of(path), names)
        found[status] = _problem_response(status, told) | found.get(status, {})
    announced = {name: told for name, told in _headers(found[200]).items() if name in ANNOUNCED}
    for response in found.values():
        _headers(response).update(announced | headers("X-Request-ID"))
        _show(response)
    operation["responses"] = {str(status): found[status] for status in sorted(found)}


def _make_conditional(operation: Node, found: dict[int, Node]) -> None:
    operation["parameters"].append(IF_NONE_MATCH)
    found[304] = {"description": "What is held still holds."}
    for status in (200, 304):
        _headers(found[status]).update(headers("ETag", "Cache-Control"))


def _headers(response: Node) -> Node:
    told: Node = response.setdefault("headers", {})
    return told


def _show(response: Node) -> None:
    """Add to a response the example of the schema that it has, if there is one."""
    for content in response.get("content", {}).values():
        schema = content["schema"]
        _, _, name = schema.get("items", schema).get("$ref", "").rpartition("/")
        if name in ANSWERS:
            content["example"] = [ANSWERS[name]] if "items" in schema else ANSWERS[name]


def _problem_statuses(operation: Node, path: str) -> set[int]:
    return (
        ALWAYS
        | (set() if operation.pop(DATALESS, False) else WITH_DATA)
        | (WITH_PATH if "{" in path else set())
        | (WITH_BODY if "requestBody" in operation else set())
    )


def _problem_response(status: int, told: Any) -> Node:
    content = {"schema": {"$ref": f"{SCHEMAS}Problem"}, "example": told}
    return {
        "description": HTTPStatus(status).phrase,
        "headers": headers("Retry-After") if status == HTTPStatus.SERVICE_UNAVAILABLE else {},
        "content": {MEDIA_TYPE: content},
    }


def _example_of(path: str) -> str:
    for name, value in PARAMETERS.items():
        path = path.replace(f"{{{name}}}", str(value))
    return path
