"""Two ways to write the same schema are not a break, in either order."""

from itertools import permutations

import pytest

from compatibility.operations import breaks
from tests.compatibility.planted import (
    DOCUMENT,
    ONE,
    VENUES,
    Change,
    Node,
    changed,
    fields,
    get,
    parameter,
    schema,
)

KIND = {"$ref": "#/components/schemas/MatchKind"}


def field(written: object) -> Change:
    """Return a change that writes a field of a body and one of an answer."""
    return lambda document: (
        fields(document, "SearchFilters").update(x=written),
        fields(document, "TutorialEventOut").update(x=written),
    )


def path_parameter(document: Node) -> Node:
    found: Node = get(document, ONE)["parameters"][0]
    assert found["in"] == "path"
    return found


def renamed_header(document: Node) -> None:
    headers = get(document)["responses"]["200"]["headers"]
    headers["etag"] = headers.pop("ETag")


WRITTEN_OUT: dict[str, Change] = {
    "style": lambda d: parameter(d, "venue").update(style="form", explode=True),
    "style in a path": lambda d: path_parameter(d).update(style="simple", explode=False),
    "style in a header": lambda d: parameter(d, "If-None-Match").update(
        style="simple", explode=False
    ),
    "no key to ask for": lambda d: get(d, VENUES).update(security=[]),
    "no key needed": lambda d: get(d, VENUES).update(security=[{}]),
    "no key needed anywhere": lambda d: d.update(security=[{}]),
    "another case of an answer's header": renamed_header,
    "another case of a header": lambda d: parameter(d, "If-None-Match").update(
        name="if-none-match"
    ),
    "no server named": lambda d: d.pop("servers"),
    "a server of one operation": lambda d: get(d).update(servers=[{"url": "/"}]),
    "a whole mapping": lambda d: schema(d, "HitOut")["discriminator"]["mapping"].update(
        Bundle="BundleHitOut", ProductHitOut="ProductHitOut"
    ),
    "no bounds": lambda d: fields(d, "SearchFilters")["venues"].update(
        minItems=0, uniqueItems=False
    ),
    "other words": lambda d: schema(d, "SearchFilters").update(
        {"title": "x", "examples": [1], "$comment": "y", "deprecated": True, "x-order": 1}
    ),
    # A path with one operation.
    "parameters of a path": lambda d: d["paths"]["/api/tutorials/clashes/"].update(
        parameters=[d["paths"]["/api/tutorials/clashes/"]["get"]["parameters"].pop(0)]
    ),
    "a path elsewhere": lambda d: (
        d["components"].update(pathItems={"Events": d["paths"].pop("/api/tutorials/events/")}),
        d["paths"].update({"/api/tutorials/events/": {"$ref": "#/components/pathItems/Events"}}),
    ),
}

SCHEMAS: dict[str, list[object]] = {
    "anything": [{}, True, {"minLength": 0}, {"additionalProperties": True}, {"items": True}],
    "nothing": [False, False],
    "null": [
        {"type": ["string", "null"], "maxLength": 3},
        {"type": ["null", "string"], "maxLength": 3},
        {"anyOf": [{"type": "string", "maxLength": 3}, {"type": "null"}]},
        {"oneOf": [{"type": "null"}, {"type": "string", "maxLength": 3, "title": "x"}]},
    ],
    "null or a value": [
        {"type": ["string", "null"], "enum": ["a", None]},
        {"anyOf": [{"type": "string", "enum": ["a"]}, {"type": "null"}]},
        {"anyOf": [{"type": "string", "const": "a"}, {"type": "null"}], "title": "x"},
    ],
    "a lowest integer": [
        {"type": "integer", "minimum": 1},
        {"type": "integer", "exclusiveMinimum": 0},
        {"type": ["integer"], "minimum": 0.5},
    ],
    "a highest integer": [
        {"type": "integer", "maximum": 9},
        {"type": "integer", "exclusiveMaximum": 10},
    ],
    "a reference": [
        KIND,
        KIND | {"description": "x"},
        {"allOf": [KIND], "description": "x"},
        {"allOf": [KIND], "deprecated": True},
    ],
    "a reference with a default": [
        KIND | {"default": "code"},
        {"allOf": [KIND], "default": "code"},
    ],
    "a map": [
        {"type": "object"},
        {"type": "object", "additionalProperties": {}, "required": [], "properties": {}},
    ],
}


@pytest.mark.parametrize("change", WRITTEN_OUT.values(), ids=WRITTEN_OUT)
def test_an_expanded_form_is_equal(change: Change) -> None:
    written = changed(change)

    assert breaks(DOCUMENT, written) == []
    assert breaks(written, DOCUMENT) == []


@pytest.mark.parametrize("ways", SCHEMAS.values(), ids=SCHEMAS)
def test_equivalent_schemas_are_equal(ways: list[object]) -> None:
    for before, after in permutations(ways, 2):
        assert breaks(changed(field(before)), changed(field(after))) == []


DIFFERENT: dict[str, tuple[object, object]] = {
    "a number above 0": (
        {"type": "number", "exclusiveMinimum": 0},
        {"type": "number", "minimum": 1},
    ),
    "null and a value that is not null": (
        {"type": ["string", "null"], "enum": ["a", None]},
        {"type": ["string", "null"], "enum": ["a"]},
    ),
    "null and a value that is never null": (
        {"anyOf": [{"type": "string"}, {"type": "null"}]},
        {"anyOf": [{"type": "string"}, {"type": "null"}], "enum": ["a"]},
    ),
}


@pytest.mark.parametrize(("wide", "narrow"), DIFFERENT.values(), ids=DIFFERENT)
def test_similar_but_different_schemas_are_a_break(wide: object, narrow: object) -> None:
    assert breaks(changed(field(wide)), changed(field(narrow)))
