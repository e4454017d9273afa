"""Compares the values that the keywords of two schemas allow."""

from collections.abc import Iterator

from compatibility.document import Node

LOWEST = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
HIGHEST = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
EVERY_TYPE = frozenset({"array", "boolean", "integer", "null", "number", "object", "string"})


def types(schema: Node) -> frozenset[str]:
    """Return the types of the values that a schema allows; a number can be an integer."""
    declared = schema.get("type", EVERY_TYPE)
    found = frozenset([declared] if isinstance(declared, str) else declared)
    return found | {"integer"} if "number" in found else found


def looser(narrow: Node, wide: Node) -> Iterator[str]:
    """Yield each keyword with which `wide` allows values that `narrow` does not."""
    more = types(wide) - types(narrow)
    if more:
        yield f"type {', '.join(sorted(more))}"
    yield from _more_values(narrow, wide)
    for keyword in LOWEST:
        if keyword in narrow and wide.get(keyword, float("-inf")) < narrow[keyword]:
            yield f"{keyword} {narrow[keyword]} (the other: {wide.get(keyword, 'none')})"
    for keyword in HIGHEST:
        if keyword in narrow and wide.get(keyword, float("inf")) > narrow[keyword]:
            yield f"{keyword} {narrow[keyword]} (the other: {wide.get(keyword, 'none')})"
    for keyword in ("pattern", "multipleOf", "uniqueItems"):
        if keyword in narrow and wide.get(keyword) != narrow[keyword]:
            yield f"{keyword} {narrow[keyword]} (the other: {wide.get(keyword, 'none')})"


def _more_values(narrow: Node, wide: Node) -> Iterator[str]:
    known, offered = _values(narrow), _values(wide)
    if known is not None and offered is None:
        yield "any value other than " + ", ".join(map(repr, known))
    elif known is not None and offered is not None:
        yield from (f"value {value!r}" for value in offered if value not in known)


def _values(schema: Node) -> list[object] | None:
    if "const" in schema:
        return [schema["const"]]
    found: list[object] | None = schema.get("enum")
    return found
