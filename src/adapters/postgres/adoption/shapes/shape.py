"""The shape of a table, as described by PostgreSQL's catalogue."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.backends.utils import CursorWrapper

# A domain is read as its base type, which PostgreSQL sends to clients.
COLUMNS = """
    WITH RECURSIVE resolved AS (
        SELECT a.attrelid, a.attnum, a.attname, a.atttypid AS type, a.atttypmod AS typmod,
            a.attnotnull AS not_null, a.attidentity, a.attgenerated <> '' AS generated,
            pg_get_expr(d.adbin, d.adrelid) AS default_value
        FROM pg_attribute a
            LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE a.attrelid = ANY (%(oids)s) AND a.attnum > 0 AND NOT a.attisdropped
        UNION ALL
        SELECT r.attrelid, r.attnum, r.attname, t.typbasetype,
            CASE WHEN t.typtypmod = -1 THEN r.typmod ELSE t.typtypmod END,
            r.not_null OR t.typnotnull, r.attidentity, r.generated,
            coalesce(r.default_value, t.typdefault)
        FROM resolved r JOIN pg_type t ON t.oid = r.type WHERE t.typtype = 'd'
    )
    SELECT attrelid, attname, format_type(type, typmod), not_null, attidentity, generated,
        default_value
    FROM resolved r JOIN pg_type t ON t.oid = r.type
    WHERE t.typtype <> 'd'
    ORDER BY attrelid, attnum
"""
CONSTRAINTS = """
    SELECT conrelid, conname, contype, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid = ANY (%(oids)s) AND contype <> 't'
    ORDER BY conrelid, conname
"""
# Without indexes that belong to constraints, and without invalid indexes, which a failed
# CREATE INDEX CONCURRENTLY leaves.
INDEXES = """
    SELECT i.indrelid, c.relname, regexp_replace(
        pg_get_indexdef(c.oid), '^CREATE (UNIQUE )?INDEX .*? USING', 'CREATE \\1INDEX USING'
    )
    FROM pg_index i
        JOIN pg_class c ON c.oid = i.indexrelid
    WHERE i.indrelid = ANY (%(oids)s) AND i.indisvalid AND NOT EXISTS (
        SELECT FROM pg_constraint k WHERE k.conindid = c.oid AND k.contype IN ('p', 'u', 'x')
    )
    ORDER BY i.indrelid, c.relname
"""
# PostgreSQL omits the schema of objects on the search path, so the path is empty meanwhile. After
# an error it need not be restored, because the transaction ends.
READ_SHAPES = f"""
    SELECT set_config('adoption.search_path', current_setting('search_path'), true);
    SELECT set_config('search_path', '', true);
    {COLUMNS};
    {CONSTRAINTS};
    {INDEXES};
    SELECT set_config('search_path', current_setting('adoption.search_path'), true)
"""


@dataclass(frozen=True, slots=True)
class Column:
    """A column; for a domain, with the base type, NOT NULL and default of the domain.

    `identity` is PostgreSQL's attidentity: "d" for BY DEFAULT, "a" for ALWAYS, or empty.
    """

    name: str
    type: str
    not_null: bool
    identity: str
    generated: bool
    default: str | None

    @property
    def fills_itself(self) -> bool:
        return self.default is not None or self.identity != "" or self.generated


@dataclass(frozen=True, slots=True)
class Constraint:
    """A constraint; `kind` is PostgreSQL's contype: p, u, f, c, n or x."""

    name: str
    kind: str
    definition: str


@dataclass(frozen=True, slots=True)
class Index:
    """An index without a constraint; `definition` omits the names of the index and the table."""

    name: str
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    columns: tuple[Column, ...]
    constraints: tuple[Constraint, ...]
    indexes: tuple[Index, ...]

    def has_column(self, name: str) -> bool:
        return any(column.name == name for column in self.columns)

    def is_unique(self, column: str) -> bool:
        """Whether the column has a primary key or unique constraint of its own."""
        wanted = (f"PRIMARY KEY ({column})", f"UNIQUE ({column})")
        return any(constraint.definition in wanted for constraint in self.constraints)


def read_shape(cursor: CursorWrapper, oid: int) -> Shape:
    """Return the shape of a table, with a schema in every name."""
    return read_shapes(cursor, [oid])[oid]


def read_shapes(cursor: CursorWrapper, oids: Collection[int]) -> dict[int, Shape]:
    """Return the shapes of tables by oid, with a schema in every name."""
    # One statement for all tables, because a migration reads some hundred shapes.
    cursor.execute(READ_SHAPES, {"oids": list(oids)})
    cursor.nextset()
    cursor.nextset()
    columns = _by_table(cursor.fetchall())
    cursor.nextset()
    constraints = _by_table(cursor.fetchall())
    cursor.nextset()
    indexes = _by_table(cursor.fetchall())
    return {
        oid: Shape(
            columns=tuple(Column(*row) for row in columns.get(oid, ())),
            constraints=tuple(Constraint(*row) for row in constraints.get(oid, ())),
            indexes=tuple(Index(*row) for row in indexes.get(oid, ())),
        )
        for oid in oids
    }


def _by_table(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[tuple[Any, ...]]]:
    """Return sorted rows by their first value, without it."""
    return {oid: [row[1:] for row in own] for oid, own in groupby(rows, key=itemgetter(0))}
