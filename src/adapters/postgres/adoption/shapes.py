"""The shape of a table, in the words of PostgreSQL's own catalogue."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db.backends.utils import CursorWrapper

COLUMNS = """
    SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
        a.attgenerated <> '', pg_get_expr(d.adbin, d.adrelid)
    FROM pg_attribute a
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attrelid = %s AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY a.attnum
"""
CONSTRAINTS = """
    SELECT conname, contype, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid = %s AND contype <> 't'
    ORDER BY conname
"""
# The index of a constraint comes and goes with it; one that CONCURRENTLY left half-made is none.
INDEXES = """
    SELECT c.relname, regexp_replace(
        pg_get_indexdef(c.oid), '^CREATE (UNIQUE )?INDEX .*? USING', 'CREATE \\1INDEX USING'
    )
    FROM pg_index i
        JOIN pg_class c ON c.oid = i.indexrelid
    WHERE i.indrelid = %s AND i.indisvalid AND NOT EXISTS (
        SELECT FROM pg_constraint k WHERE k.conindid = c.oid AND k.contype IN ('p', 'u', 'x')
    )
    ORDER BY c.relname
"""


@dataclass(frozen=True, slots=True)
class Column:
    """`identity` is PostgreSQL's attidentity: "d" by default, "a" always, or empty."""

    name: str
    type: str
    not_null: bool
    identity: str
    generated: bool
    default: str | None

    @property
    def fills_itself(self) -> bool:
        return self.default is not None or self.identity != "" or self.generated

    def __str__(self) -> str:
        words = [self.type]
        if self.not_null:
            words.append("not null")
        if self.identity:
            words.append(f"identity {'always' if self.identity == 'a' else 'by default'}")
        if self.default is not None:
            words.append(f"{'generated as' if self.generated else 'default'} {self.default}")
        return " ".join(words)


@dataclass(frozen=True, slots=True)
class Constraint:
    """`kind` is PostgreSQL's contype: p, u, f, c, n or x."""

    name: str
    kind: str
    definition: str


@dataclass(frozen=True, slots=True)
class Index:
    """An index of no constraint. `definition` names neither the index nor its table."""

    name: str
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    columns: tuple[Column, ...]
    constraints: tuple[Constraint, ...]
    indexes: tuple[Index, ...]

    def has_column(self, name: str) -> bool:
        return any(column.name == name for column in self.columns)


def read_shape(cursor: CursorWrapper, oid: int) -> Shape:
    """Return the shape of a table. Names in it have their schemas, whatever the search path."""
    with _empty_search_path(cursor):
        cursor.execute(COLUMNS, [oid])
        columns = tuple(Column(*row) for row in cursor.fetchall())
        cursor.execute(CONSTRAINTS, [oid])
        constraints = tuple(Constraint(*row) for row in cursor.fetchall())
        cursor.execute(INDEXES, [oid])
        indexes = tuple(Index(*row) for row in cursor.fetchall())
    return Shape(columns=columns, constraints=constraints, indexes=indexes)


@contextmanager
def _empty_search_path(cursor: CursorWrapper) -> Iterator[None]:
    """PostgreSQL leaves out the schema of what the search path would find."""
    cursor.execute("SELECT current_setting('search_path')")
    (path,) = cursor.fetchone()
    cursor.execute("SELECT set_config('search_path', '', true)")
    yield
    # Not in a `finally`: an error ends the transaction, and with it what was set for it.
    cursor.execute("SELECT set_config('search_path', %s, true)", [path])
