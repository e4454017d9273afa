"""The keywords of a schema whose changes break clients in either direction."""

from collections.abc import Iterator

from compatibility.bounds import HIGHEST, LOWEST
from compatibility.document import Node

UNDERSTOOD = frozenset(
    {"$defs", "additionalProperties", "const", "default", "discriminator", "enum", "format"}
    | {"x-default"}
    | {"items", "multipleOf", "pattern", "properties", "required", "type", "uniqueItems"}
).union(LOWEST, HIGHEST)


def moved(before: Node, after: Node, *, sent: bool) -> Iterator[str]:
    """Yield each changed keyword that affects the generated types or the meaning of requests."""
    # A default changes the meaning of a request, but not of a response.
    for keyword in ("format", "default", "x-default") if sent else ("format",):
        if before.get(keyword) != after.get(keyword):
            now = after.get(keyword, "none")
            yield f"the {keyword} {before.get(keyword, 'none')} is now {now}"
    if "discriminator" in before:
        yield from _discriminator(before["discriminator"], after.get("discriminator", {}))


def _discriminator(before: Node, after: Node) -> Iterator[str]:
    old, new = before["propertyName"], after.get("propertyName", "none")
    if old != new:
        yield f"the discriminator {old} is now {new}"
        return
    now = after.get("mapping", {})
    for value, schema in before.get("mapping", {}).items():
        # A value without a mapping is the name of its schema.
        old, new = _last(schema), _last(now.get(value, value))
        if old != new:
            yield f"the discriminator's {value} was {old} and is now {new}"


def _last(reference: str) -> str:
    return reference.rpartition("/")[2]
