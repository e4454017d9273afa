"""Checks whether the columns of a table can hold the values of a model's fields."""

from collections.abc import Collection, Iterator
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import AutoField, Field, Model

from adapters.postgres.adoption.shapes.column_types import can_hold
from adapters.postgres.adoption.shapes.shape import Column, Shape


def column_faults(
    connection: BaseDatabaseWrapper,
    model: type[Model],
    found: Shape,
    *,
    absent: Collection[str] = (),
) -> Iterator[str]:
    """Yield a text `.column: reason` for each column that cannot be used.

    Other names of constraints, other defaults, wider types and a missing NOT NULL are no faults.
    `absent` are the columns that may be missing.
    """
    present = {column.name: column for column in found.columns}
    for field in model._meta.local_concrete_fields:
        column = present.pop(str(field.column), None)
        if column is not None:
            yield from (
                f".{column.name}: {reason}" for reason in _faults(connection, field, column)
            )
        elif field.column not in absent:
            yield f".{field.column}: no such column"
    for extra in present.values():
        if extra.not_null and not extra.fills_itself:
            yield (
                f".{extra.name}: NOT NULL without a default, and unknown to this service, "
                f"so every INSERT would fail"
            )


def _faults(
    connection: BaseDatabaseWrapper, field: Field[Any, Any], column: Column
) -> Iterator[str]:
    is_key = field.primary_key or field.is_relation
    wanted = [str(field.db_type(connection)), *getattr(field, "adopted_types", ())]
    if not any(can_hold(column.type, each, is_key=is_key) for each in wanted):
        yield f"{column.type} cannot hold {wanted[0]}"
    if column.generated:
        yield "the service cannot write to a generated column"
    if column.not_null and field.null:
        yield "NOT NULL, but the service writes NULL"
    if isinstance(field, AutoField) and not column.fills_itself:
        yield "no default, so an INSERT gets no key"
