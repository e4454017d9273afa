"""Reads a NULL in a required column as the default of the column.

The tables of the previous system allow NULL in some columns for which our models do not. The
value stays NULL in the table until somebody changes it.
"""

from collections.abc import Iterable
from functools import partial
from typing import Any, override

from django.db.models import (
    BooleanField,
    CharField,
    DateField,
    Field,
    IntegerField,
    JSONField,
    Model,
    TextField,
)
from django.db.models.expressions import Col
from django.db.models.fields import NOT_PROVIDED
from django.utils import timezone

# The value of a NULL if the field has no default: SQL by the type of the field. An unknown date is
# the last date that is safe in every time zone.
EMPTY = {CharField: "''", TextField: "''", IntegerField: "0", DateField: "'infinity'"}
# The types whose default also applies in conditions and orderings. Text is compared as stored, so
# that its index is used.
COMPARED = (BooleanField, IntegerField)


class DefaultedCol(Col):
    """A column with its default instead of NULL."""

    target: Field[Any, Any]

    @override
    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        sql, parameters = super().as_sql(compiler, connection)
        return (self._defaulted(sql) if self._is_compared else sql), parameters

    @override
    def select_format(self, compiler: Any, sql: str, params: Any) -> tuple[str, Any]:
        return (sql if self._is_compared else self._defaulted(sql)), params

    @property
    def _is_compared(self) -> bool:
        return isinstance(self.target, COMPARED)

    def _defaulted(self, sql: str) -> str:
        return f"COALESCE({sql}, {default_for_null(self.target)})"


def read_nulls_as_defaults(models: Iterable[type[Model]]) -> None:
    """Make queries of these models read the default if a required column is NULL."""
    for model in models:
        for field in model._meta.local_concrete_fields:
            if not field.is_relation and default_for_null(field) is not None:
                # On the field instance, so that migrations and libraries see Django's class.
                field.get_col = partial(_column, field)  # type: ignore[method-assign]
                field.__dict__["cached_col"] = DefaultedCol(model._meta.db_table, field)


def default_for_null(field: Field[Any, Any]) -> str | None:
    """Return the SQL of the value that a NULL is read as, or None if it remains NULL."""
    default = field.default
    if field.null or field.primary_key:
        return None
    is_moment = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    if is_moment or field.has_db_default() or default is timezone.now:
        return "now()" if isinstance(field, DateField) else _literal(field.db_default)
    if default is NOT_PROVIDED:
        return next((sql for kind, sql in EMPTY.items() if isinstance(field, kind)), None)
    return "'{}'" if isinstance(field, JSONField) else _literal(default)


def _literal(value: Any) -> str | None:
    value = getattr(value, "value", value)
    if isinstance(value, str):
        return "'" + value.replace("'", "''").replace("%", "%%") + "'"
    return str(value).lower() if isinstance(value, bool | int) else None


def _column(field: Field[Any, Any], alias: str, output_field: Any = None) -> Col:
    return DefaultedCol(alias, field, output_field)
