"""Normalises documents: OpenAPI can write the same thing in several ways."""

from collections.abc import Callable, Mapping
from typing import Any

from compatibility.document import METHODS, Node
from compatibility.normal_schemas import normal_schema


def normal(document: Node) -> Node:
    components = document.get("components", {})
    written = {kind: _each(components.get(kind, {}), write) for kind, write in KINDS.items()}
    return {
        **document,
        "paths": _each(document.get("paths", {}), _path),
        "security": _security(document.get("security", [])),
        "components": {**components, **written},
    }


def _each(parts: Node, write: Callable[[Any], Node]) -> dict[str, Node]:
    return {name: write(part) for name, part in parts.items()}


def _path(item: Node) -> Node:
    operations = {method: _operation(item[method]) for method in METHODS if method in item}
    return {**item, **operations, "parameters": _parameters(item)}


def _operation(operation: Node) -> Node:
    written: dict[str, Any] = {
        **operation,
        "parameters": _parameters(operation),
        "responses": _each(operation.get("responses", {}), _holder),
        # Generators name modules after the first tag, and ignore the others.
        "tags": operation.get("tags", [])[:1],
    }
    if "requestBody" in operation:
        written["requestBody"] = _holder(operation["requestBody"])
    if "security" in operation:
        written["security"] = _security(operation["security"])
    return written


def _security(requirements: list[Node]) -> list[Node]:
    return [] if requirements == [{}] else requirements


def _parameters(node: Node) -> list[Node]:
    return [_parameter(parameter) for parameter in node.get("parameters", [])]


def _parameter(parameter: Node) -> Node:
    if "$ref" in parameter:
        return parameter
    name, place = parameter["name"], parameter["in"]
    style = parameter.get("style", "form" if place in {"query", "cookie"} else "simple")
    written = {
        "name": name.lower() if place == "header" else name,
        "style": style,
        "explode": parameter.get("explode", style == "form"),
    }
    return _holder({**parameter, **written})


def _holder(node: Node) -> Node:
    """Normalise an object that has schemas: a parameter, header, body, response or media type."""
    written = dict(node)
    if "schema" in node:
        written["schema"] = normal_schema(node["schema"])
    if "content" in node:
        written["content"] = _each(node["content"], _holder)
    if "headers" in node:
        headers = {name.lower(): header for name, header in node["headers"].items()}
        written["headers"] = _each(headers, _holder)
    return written


KINDS: Mapping[str, Callable[[Any], Node]] = {
    "headers": _holder,
    "parameters": _parameter,
    "pathItems": _path,
    "requestBodies": _holder,
    "responses": _holder,
    "schemas": normal_schema,
}
