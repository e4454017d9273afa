"""Expected tables, and the search for the existing ones."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import Field, Model

from adapters.postgres.adoption.shapes.column_faults import column_faults
from adapters.postgres.adoption.shapes.repairs import Repair, repairs
from adapters.postgres.adoption.shapes.shape import Shape, read_shapes
from adapters.postgres.adoption.shapes.violations import duplicate_keys_query, violating_rows
from adapters.postgres.backend import names

RELATIONS = """
    SELECT w.table_name, c.oid, c.relkind
    FROM unnest(%s::text[], %s::text[], %s::text[]) AS w (table_name, schema, relname)
        JOIN pg_namespace n ON n.nspname = w.schema
        JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = w.relname
"""
KINDS = {
    "v": "a view",
    "m": "a materialised view",
    "f": "a foreign table",
    "p": "a partitioned table",
    "S": "a sequence",
    "i": "an index",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTable:
    """A relation that is there; `kind` is PostgreSQL's relkind."""

    oid: int
    kind: str
    shape: Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedTable:
    """The expected table of a model; `absent` are columns that older tables may lack."""

    model: type[Model]
    expected: Shape
    absent: Collection[str] = ()

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    @property
    def neighbours(self) -> list[str]:
        """The tables that its foreign keys refer to."""
        related = [field.related_model for field in self.model._meta.local_concrete_fields]
        return [model._meta.db_table for model in related if model]

    def faults(
        self, connection: BaseDatabaseWrapper, cursor: CursorWrapper, found: FoundTable
    ) -> Iterator[str]:
        """Yield the reasons why the table that was found cannot be adopted."""
        place = readable(self.name)
        yield from table_faults(connection, cursor, self.model, found, place, self.absent)

    def absent_fields(self, found: Shape) -> list[Field[Any, Any]]:
        """Return the fields of `absent` whose columns the existing table lacks."""
        fields = self.model._meta.local_concrete_fields
        wanted = [field for field in fields if field.column in self.absent]
        return [field for field in wanted if not found.has_column(str(field.column))]

    def repairs(self, found: Shape) -> list[Repair]:
        return list(repairs(self.name, expected=self.expected, found=found))


def find_tables(
    cursor: CursorWrapper, expected: Collection[ExpectedTable]
) -> dict[str, FoundTable]:
    """Return the relations that have the names of expected tables, by these names."""
    wanted = [(table.name, *names.split(table.name)) for table in expected]
    cursor.execute(RELATIONS, [list(column) for column in zip(*wanted, strict=True)])
    found = cursor.fetchall()
    shapes = read_shapes(cursor, [oid for _, oid, _ in found])
    return {name: FoundTable(oid=oid, kind=kind, shape=shapes[oid]) for name, oid, kind in found}


def table_faults(
    connection: BaseDatabaseWrapper,
    cursor: CursorWrapper,
    model: type[Model],
    found: FoundTable,
    place: str,
    absent: Collection[str] = (),
) -> Iterator[str]:
    """Yield the reasons why a relation cannot be the table of a model.

    `place` is its name for messages.
    """
    if found.kind != "r":
        yield f"{place}: is {KINDS.get(found.kind, 'not a table')}, but must be a table"
        return
    shape = found.shape
    faults = [place + fault for fault in column_faults(connection, model, shape, absent=absent)]
    yield from faults
    key = str(model._meta.pk.column)
    if not faults and not shape.is_unique(key):
        cursor.execute("SELECT oid::regclass::text FROM pg_class WHERE oid = %s", [found.oid])
        (table,) = cursor.fetchone()
        if rows := violating_rows(cursor, duplicate_keys_query(table, key)):
            yield f"{place}.{key}: the key has values that are NULL or not unique: {rows}"


def readable(db_table: str) -> str:
    """Return the name of a table for messages, such as `acted.products`."""
    return ".".join(names.split(db_table))
