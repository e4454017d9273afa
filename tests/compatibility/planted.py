"""The document of the service, its parts by name, and copies of it with a change planted."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any, cast

from config.environment import ROOT

type Node = dict[str, Any]
type Change = Callable[[Node], object]

DOCUMENT: Node = json.loads((ROOT / "openapi.json").read_text("utf-8"))
SEARCH, EVENTS = "/api/search/unified/", "/api/tutorials/events/"
ONE, VENUES = "/api/tutorials/events/{code}/", "/api/administrate/venues/"


def schema(document: Node, name: str) -> Node:
    found: Node = document["components"]["schemas"][name]
    return found


def fields(document: Node, name: str) -> Node:
    found: Node = schema(document, name)["properties"]
    return found


def get(document: Node, path: str = EVENTS) -> Node:
    found: Node = document["paths"][path]["get"]
    return found


def parameter(document: Node, name: str) -> Node:
    [found] = [each for each in get(document)["parameters"] if each["name"] == name]
    return cast("Node", found)


def changed(change: Change) -> Node:
    document = deepcopy(DOCUMENT)
    change(document)
    assert document != DOCUMENT
    return document


def without(part: Node, name: str) -> None:
    del part[name]
