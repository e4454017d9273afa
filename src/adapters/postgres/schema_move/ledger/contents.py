"""The row counts and checksums of the tables, to check that a move changed no row."""

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
    """The number of rows of a table and their checksum; None if the role cannot read them."""

    table: Name
    rows: int | None
    checksum: str | None


def read_contents(task: Task) -> tuple[Contents, ...]:
    """Read all rows of the tables at their current places: about a second for a million."""
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
