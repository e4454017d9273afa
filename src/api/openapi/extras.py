"""Additions to the OpenAPI description of a route: values for `openapi_extra`.

`combined(without_validator(), links(...))` combines several of them.
"""

from copy import deepcopy
from typing import Any

from api.http.request import FROM_CATALOGUE, VERSION, WITHOUT_DATA
from api.openapi.headers import IDEMPOTENCY_KEY, IF_MATCH, headers
from api.openapi.json_schema import Node

# Marks on an operation, removed when the document is complete.
WITHOUT_VALIDATOR, PRECONDITION = "x-without-validator", "x-precondition"


def without_validator() -> Node:
    """Declare that the responses have no ETag, because no cache may store them."""
    return {WITHOUT_VALIDATOR: True}


def without_data() -> Node:
    """Declare that the route does not use the database, and so never returns 503."""
    return {WITHOUT_DATA: True}


def from_catalogue() -> Node:
    """Declare that the response is created from the catalogue, and names its version."""
    return {FROM_CATALOGUE: True}


def links(**targets: dict[str, str]) -> Node:
    """Declare the operations that a response links to, by operationId, with their parameters."""
    operations = {
        name: {"operationId": name, "parameters": parameters}
        for name, parameters in targets.items()
    }
    return {"responses": {200: {"links": operations}}}


def file_body(media_type: str, shown: str | None) -> Node:
    """Declare a response that is a file, with an example if it is text."""
    kind = {} if shown else {"format": "binary"}
    schema = {"type": "string", **kind, "examples": [shown or "PK"]}
    about = {
        "Content-Disposition": {
            "description": "The suggested name of the file.",
            "required": True,
            "schema": {"type": "string"},
        }
    }
    return {
        "responses": {
            200: {
                "description": "OK",
                "content": {media_type: {"schema": schema}},
                "headers": about,
            }
        }
    }


def creates(operation: str = "", **parameters: str) -> Node:
    """Declare a route that creates a resource, and link to the operation that reads it.

    `parameters` are the parameters of that operation, each with a field of the response.
    """
    fields = {name: f"$response.body#/{field}" for name, field in parameters.items()}
    link = {operation: {"operationId": operation, "parameters": fields}} if operation else {}
    response: Node = {"headers": headers("ETag", VERSION)}
    return {"responses": {201: response | ({"links": link} if link else {})}}


def queues() -> Node:
    """Declare a route that creates something, or queues what will create it."""
    known = headers(VERSION)
    return {
        "responses": {
            201: {"headers": known},
            202: {"headers": known | headers("Location")},
        }
    }


def repeatable() -> Node:
    """Declare a route that takes an Idempotency-Key."""
    return {"parameters": [IDEMPOTENCY_KEY]}


def replaces(*, has_content: bool = True) -> Node:
    """Declare a route that changes a resource and therefore requires If-Match.

    `has_content` is false if the resource does not exist afterwards.
    """
    names = ("ETag", VERSION) if has_content else (VERSION,)
    return {"parameters": [IF_MATCH], PRECONDITION: headers(*names)}


def content_location(status: int) -> Node:
    """Declare that the body is a resource with an address of its own."""
    return {"responses": {status: {"headers": headers("Content-Location")}}}


def combined(*pieces: Node) -> Node:
    """Merge the declarations."""
    merged: Node = {}
    for piece in pieces:
        _merge(merged, deepcopy(piece))
    return merged


def _merge(target: dict[Any, Any], piece: dict[Any, Any]) -> None:
    for key, value in piece.items():
        if isinstance(target.get(key), dict):
            _merge(target[key], value)
        elif isinstance(target.get(key), list):
            target[key] += value
        else:
            target[key] = value
