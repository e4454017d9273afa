"""The members of a union: `oneOf` or `anyOf`."""

from compatibility.document import Node, joined

UNIONS = ("oneOf", "anyOf")


def is_union(schema: Node) -> bool:
    return any(union in schema for union in UNIONS)


def members(schema: Node) -> list[Node]:
    found: list[Node] = schema[_union(schema)]
    return found


def rest(schema: Node) -> Node:
    """Return the keywords of a schema other than its union."""
    union = _union(schema)
    return {keyword: value for keyword, value in schema.items() if keyword != union}


def whole_members(schema: Node) -> list[Node]:
    """Return the members of a union, each with the other keywords of the schema."""
    others = {key: value for key, value in rest(schema).items() if key != "discriminator"}
    return [joined(member, others) for member in members(schema)]


def _union(schema: Node) -> str:
    return next(union for union in UNIONS if union in schema)
