"""Examples of responses, built from the examples of their properties."""

from collections.abc import Iterable
from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from api.http.problems import DETAILS
from api.openapi.json_schema import Node, schema_name
from domain.errors import FieldError

CHUNKED = FieldError("body", "Send the body with a Content-Length header, not in chunks.")


def example(schema: Node, schemas: Node) -> Any:
    """Return the example of a schema, or build one from the examples of its parts."""
    match schema:
        case {"examples": [first, *_]}:
            return first
        case {"$ref": str(reference)}:
            return example(schemas[schema_name(reference)], schemas)
        case {"anyOf": [first, *_]} | {"oneOf": [first, *_]}:
            return example(first, schemas)
        case {"properties": dict(properties)}:
            return {
                name: example(part, schemas)
                for name, part in properties.items()
                if not part.get("readOnly")
            }
        case {"type": "array" | ["array", "null"], "items": dict(items)}:
            return [example(items, schemas)]
        case {"const": value} | {"enum": [value, *_]}:
            return value
        case _:
            raise ValueError(f"A property has no example: {schema}")


def problem_example(status: int, path: str, parameters: Iterable[str], shown: Node) -> Node:
    """Return an example error of an operation with these parameters.

    `shown` is the example of the schema `ProblemOut`.
    """
    title = HTTPStatus(status).phrase
    names = ", ".join(parameters) or "none"
    unknown = FieldError("colour", f"Unknown; the valid names are: {names}")
    wrong = {411: CHUNKED, 422: unknown}.get(status)
    detail = f"{wrong.field}: {wrong.message}" if wrong else DETAILS.get(status, f"{title}.")
    errors = [asdict(wrong)] if wrong else []
    return shown | {
        "title": title,
        "status": status,
        "detail": detail,
        "instance": path,
        "errors": errors,
    }
