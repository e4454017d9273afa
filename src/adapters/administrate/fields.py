"""A column that is an array in older databases, and JSON in newer ones."""

from typing import Any, ClassVar

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler

from adapters.administrate.stored_json import StoredJSONField


class RolesField(StoredJSONField):
    """A list of role names: `jsonb` in new databases, `varchar(255)[]` in older ones.

    Both are read and written as a list. Lookups into the value, and `bulk_update`, only support
    `jsonb`.
    """

    adopted_types: ClassVar = ("character varying(255)[]",)

    def from_db_value(
        self, value: Any, expression: models.Expression, connection: BaseDatabaseWrapper
    ) -> Any:
        # psycopg returns an array as a list, and JSON as text.
        if isinstance(value, list):
            return value
        return super().from_db_value(value, expression, connection)

    def get_placeholder_sql(
        self, value: Any, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        """Return SQL that casts the value to the type of the column."""
        if hasattr(value, "as_sql"):
            sql, parameters = compiler.compile(value)
            return sql, tuple(parameters)
        name = str(self.column)
        table = connection.ops.quote_name(self.model._meta.db_table)
        column = connection.ops.quote_name(name)
        # The row type of the table determines the type of the value.
        return (
            f"(jsonb_populate_record(NULL::{table}, jsonb_build_object(%s, %s::jsonb))).{column}",
            (name, value),
        )
