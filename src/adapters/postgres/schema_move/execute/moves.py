"""The statements that move a table; no database access."""

from collections.abc import Iterator

from adapters.postgres.backend.names import quote
from adapters.postgres.schema_move.names import Name


def move(source: Name, target: Name) -> Iterator[str]:
    """Yield the statements; the reverse statements use the same intermediate name."""
    half_way = Name(target.schema, source.table)
    if source.schema != target.schema:
        yield f"ALTER TABLE {source.quoted} SET SCHEMA {quote(target.schema)}"
    if source.table != target.table:
        yield f"ALTER TABLE {half_way.quoted} RENAME TO {quote(target.table)}"


def move_back(source: Name, target: Name) -> Iterator[str]:
    """Yield the statements that undo `move(source, target)`."""
    half_way = Name(target.schema, source.table)
    if source.table != target.table:
        yield f"ALTER TABLE {target.quoted} RENAME TO {quote(source.table)}"
    if source.schema != target.schema:
        yield f"ALTER TABLE {half_way.quoted} SET SCHEMA {quote(source.schema)}"
