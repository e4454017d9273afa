"""A table that a model wants, and what there is of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.backends.utils import CursorWrapper
from django.db.models import Field, Model

from adapters.postgres.adoption.comparison import Tolerance, faults
from adapters.postgres.adoption.repairs import Repair, repairs
from adapters.postgres.adoption.shapes import Shape, read_shape
from adapters.postgres.backend import names

RELATION = """
    SELECT c.oid, c.relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = %s AND c.relname = %s
"""
KINDS = {"v": "a view", "m": "a materialised view", "f": "a foreign table", "p": "partitions"}


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedTable:
    model: type[Model]
    expected: Shape
    tolerance: Tolerance

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    @property
    def neighbours(self) -> list[str]:
        """The tables that its foreign keys refer to."""
        related = [field.related_model for field in self.model._meta.local_concrete_fields]
        return [model._meta.db_table for model in related if model]

    def find(self, cursor: CursorWrapper) -> Shape | None:
        found = _relation(cursor, self.name)
        return read_shape(cursor, found[0]) if found else None

    def faults(self, cursor: CursorWrapper) -> Iterator[str]:
        """Say what keeps the table from being created or adopted."""
        table = readable(self.name)
        found = _relation(cursor, self.name)
        if found is None:
            return
        if found[1] != "r":
            yield f"{table}: expected a table, found {KINDS.get(found[1], 'none')}"
        else:
            shape = read_shape(cursor, found[0])
            differing = faults(expected=self.expected, found=shape, tolerance=self.tolerance)
            yield from (table + fault for fault in differing)

    def absent_fields(self, found: Shape) -> list[Field[Any, Any]]:
        """Return those of the fields an older base may lack that this one lacks."""
        fields = self.model._meta.local_concrete_fields
        wanted = [field for field in fields if field.column in self.tolerance.absent]
        return [field for field in wanted if not found.has_column(str(field.column))]

    def repairs(self, found: Shape) -> list[Repair]:
        return list(repairs(self.name, expected=self.expected, found=found))


def readable(db_table: str) -> str:
    """Return a table's name for people, `acted.products`."""
    return ".".join(names.split(db_table))


def _relation(cursor: CursorWrapper, db_table: str) -> tuple[int, str] | None:
    """Return the oid and the kind of what has this name, None when nothing has."""
    cursor.execute(RELATION, names.split(db_table))
    row: tuple[int, str] | None = cursor.fetchone()
    return row
