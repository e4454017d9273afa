"""Some paths of the service's document, its parts by name, and copies with a change planted."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

type Node = dict[str, Any]
type Change = Callable[[Node], object]

ROOT = Path(__file__).resolve().parents[2]
SEARCH, EVENTS = "/api/search/unified/", "/api/tutorials/events/"
ONE, VENUES = "/api/tutorials/events/{code}/", "/api/administrate/venues/"
CLASHES = "/api/tutorials/clashes/"
WHOLE: Node = json.loads((ROOT / "openapi.json").read_text("utf-8"))
# Each test compares some documents, and to compare all paths takes three times as long.
DOCUMENT: Node = WHOLE | {
    "paths": {path: WHOLE["paths"][path] for path in (SEARCH, EVENTS, ONE, VENUES, CLASHES)}
}


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
    # Much faster than deepcopy.
    document: Node = json.loads(json.dumps(DOCUMENT))
    change(document)
    assert document != DOCUMENT
    return document


def without(part: Node, name: str) -> None:
    del part[name]
