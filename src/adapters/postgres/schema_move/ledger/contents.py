"""What the tables hold, in figures for whoever signs a move off."""

from dataclasses import dataclass

from django.db.backends.utils import CursorWrapper

from adapters.postgres.schema_move.inspect.checksums import fingerprint
from adapters.postgres.schema_move.inspect.classification import Relation
from adapters.postgres.schema_move.inspect.dependants import is_readable
from adapters.postgres.schema_move.inspect.finding import find_placements
from adapters.postgres.schema_move.names import Name
from adapters.postgres.schema_move.preflight.session import observation
from adapters.postgres.schema_move.preflight.snapshot import Task

COLUMNS = """
    SELECT attname FROM pg_attribute
    WHERE attrelid = %s AND attnum > 0 AND NOT attisdropped ORDER BY attname
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """The rows of a table and the sum of their hashes; None where they are not for us to read."""

    table: Name
    rows: int | None
    checksum: str | None


def read_contents(task: Task) -> tuple[Contents, ...]:
    """Read every row of the tables, wherever they are; a second or so for a million."""
    with observation(task.connection, task.timeouts) as cursor:
        placements = find_placements(cursor, task.groups)
        return tuple(contents_of(cursor, table) for p in placements for table in p.tables)


def contents_of(cursor: CursorWrapper, relation: Relation) -> Contents:
    if not is_readable(cursor, relation.oid):
        return Contents(table=relation.name, rows=None, checksum=None)
    rows, total = fingerprint(cursor, relation.name, columns_of(cursor, relation.oid))
    return Contents(table=relation.name, rows=rows, checksum=str(total))


def columns_of(cursor: CursorWrapper, oid: int) -> list[str]:
    cursor.execute(COLUMNS, [oid])
    return [column for (column,) in cursor.fetchall()]
