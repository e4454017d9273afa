"""Some paths of the service's document, its parts by name, and copies with a change planted."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

type Node = dict[str, Any]
type Change = Callable[[Node], object]

REFERENCE = re.compile(r'"#/components/(\w+)/([^"]+)"')

ROOT = Path(__file__).resolve().parents[2]
SEARCH, EVENTS = "/api/search/unified/", "/api/tutorials/events/"
ONE, VENUES = "/api/tutorials/events/{code}/", "/api/administrate/venues/"
CLASHES = "/api/tutorials/clashes/"
WHOLE: Node = json.loads((ROOT / "openapi.json").read_text("utf-8"))
# Most of the time of a comparison goes into errors, which resemble each other.
COMPARED = ("2", "404", "503")


def _excerpt() -> Node:
    """Return some paths of the document, without most errors: all take ten times as long."""
    paths: Node = {path: WHOLE["paths"][path] for path in (SEARCH, EVENTS, ONE, VENUES, CLASHES)}
    paths = {
        path: {name: _without_errors(part) for name, part in item.items()}
        for path, item in paths.items()
    }
    return WHOLE | {"paths": paths, "components": _used(paths)}


def _without_errors(part: Any) -> Any:
    """Return an operation of a path without most errors, and any other part as it is."""
    if not isinstance(part, dict) or "responses" not in part:
        return part
    responses = part["responses"].items()
    return part | {"responses": {name: of for name, of in responses if name.startswith(COMPARED)}}


def _used(paths: Node) -> Node:
    """Return the components that the paths refer to, directly or through other components."""
    used: Node = {kind: {} for kind in WHOLE["components"] if kind != "securitySchemes"}
    texts = [json.dumps(paths)]
    while texts:
        for kind, name in REFERENCE.findall(texts.pop()):
            if name not in used[kind]:
                used[kind][name] = WHOLE["components"][kind][name]
                texts.append(json.dumps(used[kind][name]))
    return {**WHOLE["components"], **used}


DOCUMENT = _excerpt()


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
