"""The constraints of a copy, as SQL that can be applied to another copy."""

import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass

from django.db.backends.utils import CursorWrapper

from adapters.postgres.adoption.shapes.shape import Shape, read_shape
from adapters.postgres.backend.names import quote
from adapters.postgres.schema_move.names import Name

# Without the indexes of constraints, which are created with the constraint.
KEYS = """
    SELECT array(
            SELECT pg_get_indexdef(i.indexrelid, n, false) FROM generate_series(1, i.indnkeyatts) n
        ),
        coalesce(pg_get_expr(i.indpred, i.indrelid), 'true'), i.indnullsnotdistinct,
        coalesce(' ADD ' || pg_get_constraintdef(k.oid), regexp_replace(
            pg_get_indexdef(i.indexrelid), '^CREATE UNIQUE INDEX .*? USING ', ' USING '
        )),
        i.indisprimary
    FROM pg_index i
        LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u')
    WHERE i.indrelid = %s AND i.indisunique AND i.indisvalid
    ORDER BY i.indisprimary DESC, i.indexrelid::regclass::text
"""
REFERRING = re.compile(r"FOREIGN KEY \(.+?\)")


@dataclass(frozen=True, slots=True)
class Key:
    """A unique key: its expressions, its predicate, and whether NULL equals NULL."""

    expressions: tuple[str, ...]
    predicate: str = "true"
    nulls_equal: bool = False

    def __str__(self) -> str:
        return ", ".join(self.expressions)


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyShape:
    """`columns` maps names to types; `primary` are the expressions of the primary key, or ().

    `demands` are statements, each split before and after the name of the table.
    """

    columns: Mapping[str, str]
    primary: tuple[str, ...]
    keys: tuple[Key, ...]
    demands: Mapping[Hashable, tuple[str, str]]


def read_copy(cursor: CursorWrapper, name: Name) -> CopyShape:
    """Read the constraints of a table; requires an empty search path, so names have schemas."""
    cursor.execute("SELECT %s::regclass::oid", [name.quoted])
    (oid,) = cursor.fetchone()
    cursor.execute(KEYS, [oid])
    found = [(Key(tuple(row[0]), *row[1:3]), *row[3:]) for row in cursor.fetchall()]
    shape = read_shape(cursor, oid)
    uniques = {key: _unique(sql) for key, sql, _ in found}
    return CopyShape(
        columns={column.name: column.type for column in shape.columns},
        primary=next((key.expressions for key, _, is_primary in found if is_primary), ()),
        keys=tuple(uniques),
        demands=dict(_not_null(shape)) | uniques | dict(_constraints(shape)),
    )


def _unique(sql: str) -> tuple[str, str]:
    return ("ALTER TABLE " if sql.startswith(" ADD ") else "CREATE UNIQUE INDEX ON ", sql)


def _not_null(shape: Shape) -> Iterator[tuple[Hashable, tuple[str, str]]]:
    for column in shape.columns:
        if column.not_null:
            change = f" ALTER {quote(column.name)} SET NOT NULL"
            yield ("n", column.name), ("ALTER TABLE ", change)


def _constraints(shape: Shape) -> Iterator[tuple[Hashable, tuple[str, str]]]:
    """Yield other constraints than keys and NOT NULL; foreign keys are compared by columns."""
    for constraint in shape.constraints:
        if constraint.kind in "cfx":
            definition = constraint.definition
            referring = REFERRING.match(definition)
            about = referring[0] if referring else definition
            yield (constraint.kind, about), ("ALTER TABLE ", f" ADD {definition}")
