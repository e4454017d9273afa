"""The schemas that one schema lets a value choose from."""

from compatibility.document import Node, joined

UNIONS = ("oneOf", "anyOf")


def is_union(schema: Node) -> bool:
    return any(union in schema for union in UNIONS)


def choices(schema: Node) -> list[Node]:
    found: list[Node] = schema[_union(schema)]
    return found


def rest(schema: Node) -> Node:
    """Return what a schema says beside its choices."""
    union = _union(schema)
    return {keyword: value for keyword, value in schema.items() if keyword != union}


def whole_choices(schema: Node) -> list[Node]:
    """Return the choices of a schema, each with what it says beside them."""
    others = {key: value for key, value in rest(schema).items() if key != "discriminator"}
    return [joined(choice, others) for choice in choices(schema)]


def _union(schema: Node) -> str:
    return next(union for union in UNIONS if union in schema)
