"""Renames of constraints, indexes and sequences to the names that Django computes."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Literal, Self

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.migrations.state import ProjectState

from adapters.postgres.adoption.shapes.blueprint import (
    TEMPORARY,
    expected_shape,
    without_foreign_keys,
)
from adapters.postgres.adoption.shapes.comparison import is_twin, serves_as
from adapters.postgres.adoption.shapes.shape import Shape, read_shape
from adapters.postgres.backend.names import quote
from adapters.postgres.schema_move.names import Name

SEQUENCES = """
    SELECT s.relname, a.attname
    FROM pg_depend d
        JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
        JOIN pg_class t ON t.oid = d.refobjid AND t.relnamespace = s.relnamespace
        JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
    WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
        AND d.refobjid = %s AND d.deptype IN ('a', 'i')
    ORDER BY 1
"""

PARTS = """
    SELECT 'constraint', conname FROM pg_constraint WHERE conrelid = %(oid)s
    UNION ALL
    SELECT 'index', c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE i.indrelid = %(oid)s
    UNION ALL
    SELECT 'sequence', c.relname FROM pg_depend d
        JOIN pg_class c ON c.oid = d.objid AND c.relkind = 'S'
    WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
        AND d.refobjid = %(oid)s AND d.deptype IN ('a', 'i')
"""
MAY_MAKE_TEMPORARY = """
    SELECT has_database_privilege(current_database(), 'TEMPORARY')
        AND NOT current_setting('transaction_read_only')::boolean
"""

type Kind = Literal["constraint", "index", "sequence"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    kind: Kind
    old: str
    new: str

    def sql(self, table: Name) -> str:
        """Return the statement; the object is in the schema of the table."""
        if self.kind == "constraint":
            renamed = f"TABLE {table.quoted} RENAME CONSTRAINT {quote(self.old)}"
        else:
            renamed = f"{self.kind.upper()} {Name(table.schema, self.old).quoted} RENAME"
        return f"ALTER {renamed} TO {quote(self.new)}"

    def reversed(self) -> Self:
        return replace(self, old=self.new, new=self.old)


def expected_shapes(
    connection: BaseDatabaseWrapper, state: ProjectState, tables: Collection[Name]
) -> dict[Name, Shape]:
    """Return the expected shapes of the tables that have a model in the state.

    Creates temporary tables; if the role may not do so, the result is empty.
    """
    with connection.cursor() as cursor:
        cursor.execute(MAY_MAKE_TEMPORARY)
        (may_make_temporary,) = cursor.fetchone()
    if not may_make_temporary:
        return {}
    models = [m for m in state.apps.get_models() if Name.of(m._meta.db_table) in tables]
    temporary = cache(partial(without_foreign_keys, state, models, schema=TEMPORARY))
    return {
        Name.of(model._meta.db_table): expected_shape(connection, model, temporary)
        for model in models
    }


def renames_of(
    cursor: CursorWrapper,
    table: Name,
    oid: int,
    expected: Mapping[Name, Shape],
    moves: Mapping[Name, Name],
) -> tuple[Rename, ...]:
    """Return the renames that a table needs when it is at `table`.

    `moves` are the tables that are not moved yet: foreign keys still refer to their old names.
    """
    cursor.execute(SEQUENCES, [oid])
    named = [(old, f"{table.table}_{column}_seq") for old, column in cursor.fetchall()]
    renames = [Rename(kind="sequence", old=old, new=new) for old, new in named if old != new]
    if table in expected:
        found = as_if_moved(read_shape(cursor, oid), moves)
        renames.extend(shape_renames(found, expected[table]))
    return tuple(renames)


def as_if_moved(found: Shape, moves: Mapping[Name, Name]) -> Shape:
    """Return the shape of a table with foreign keys to the new places of their targets."""
    constraints = tuple(
        replace(c, definition=_moved(c.definition, moves)) for c in found.constraints
    )
    return replace(found, constraints=constraints)


def _moved(definition: str, moves: Mapping[Name, Name]) -> str:
    for old, new in moves.items():
        definition = definition.replace(f" REFERENCES {old}(", f" REFERENCES {new}(")
    return definition


def shape_renames(found: Shape, expected: Shape) -> Iterator[Rename]:
    """Yield the renames of objects that differ from the expected ones only in their names.

    A name that another object of the table has is not used.
    """
    taken = {c.name for c in found.constraints} | {i.name for i in found.indexes}
    for wanted in expected.constraints:
        names = [c.name for c in found.constraints if is_twin(c, wanted) and serves_as(c, wanted)]
        if names and wanted.name not in taken:
            yield Rename(kind="constraint", old=names[0], new=wanted.name)
    for index in expected.indexes:
        names = [i.name for i in found.indexes if i.definition == index.definition]
        if names and index.name not in taken:
            yield Rename(kind="index", old=names[0], new=index.name)


def present_parts(cursor: CursorWrapper, oid: int) -> tuple[tuple[Kind, str], ...]:
    """Return the kinds and names of the objects that belong to a table."""
    cursor.execute(PARTS, {"oid": oid})
    return tuple(cursor.fetchall())
