"""What of one schema's own keywords may not change, whichever lets more through."""

from collections.abc import Iterator

from compatibility.bounds import HIGHEST, LOWEST
from compatibility.document import Node

UNDERSTOOD = frozenset(
    {"$defs", "additionalProperties", "const", "default", "discriminator", "enum", "format"}
    | {"x-default"}
    | {"items", "multipleOf", "pattern", "properties", "required", "type", "uniqueItems"}
).union(LOWEST, HIGHEST)


def moved(before: Node, after: Node, *, sent: bool) -> Iterator[str]:
    """Yield each keyword that now says something else of a client's type or of its requests."""
    # A default says what the service does with a request; of an answer it says nothing.
    for keyword in ("format", "default", "x-default") if sent else ("format",):
        if before.get(keyword) != after.get(keyword):
            now = after.get(keyword, "none")
            yield f"the {keyword} {before.get(keyword, 'none')} is now {now}"
    if "discriminator" in before:
        yield from _told_apart(before["discriminator"], after.get("discriminator", {}))


def _told_apart(before: Node, after: Node) -> Iterator[str]:
    told, tells = before["propertyName"], after.get("propertyName", "none")
    if told != tells:
        yield f"the discriminator {told} is now {tells}"
        return
    now = after.get("mapping", {})
    for value, schema in before.get("mapping", {}).items():
        # A value that is not mapped stands for the schema of its own name.
        name, names = _last(schema), _last(now.get(value, value))
        if name != names:
            yield f"the discriminator's {value} was {name} and is now {names}"


def _last(reference: str) -> str:
    return reference.rpartition("/")[2]
