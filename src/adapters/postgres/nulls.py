"""A NULL that another system left in a column of ours is read as the column's default.

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

# What a NULL is read as where the field has no default: by the type of the field, as SQL. An
# unknown date is the last one that is safe in every time zone.
EMPTY = {CharField: "''", TextField: "''", IntegerField: "0", DateField: "'infinity'"}
# Those whose default holds in conditions and orderings too. A text is compared as it is stored,
# so that its index is used.
COMPARED = (BooleanField, IntegerField)


class DefaultedCol(Col):
    """A column with its default in the place of NULL."""

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
    """Make queries of these models read the default where a required column is NULL."""
    for model in models:
        for field in model._meta.local_concrete_fields:
            if not field.is_relation and default_for_null(field) is not None:
                # On the field itself: migrations and other libraries see Django's own class.
                field.get_col = partial(_column, field)  # type: ignore[method-assign]
                field.__dict__["cached_col"] = DefaultedCol(model._meta.db_table, field)


def default_for_null(field: Field[Any, Any]) -> str | None:
    """Return the SQL of what a NULL of a field is read as; None when that is a NULL."""
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
