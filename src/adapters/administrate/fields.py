"""A column that older databases hold as an array and newer ones as JSON."""

from typing import Any, ClassVar

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler

from adapters.administrate.stored_json import StoredJSONField


class RolesField(StoredJSONField):
    """A list of role names: `jsonb` where we make the column, `varchar(255)[]` in older bases.

    Both are read as a list and written from one. Only reading and writing is alike: lookups
    into the value, and `bulk_update`, mean `jsonb`.
    """

    adopted_types: ClassVar = ("character varying(255)[]",)

    def from_db_value(
        self, value: Any, expression: models.Expression, connection: BaseDatabaseWrapper
    ) -> Any:
        # psycopg has made a list of an array already; JSON arrives as text.
        if isinstance(value, list):
            return value
        return super().from_db_value(value, expression, connection)

    def get_placeholder_sql(
        self, value: Any, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        """Return SQL that gives the value the type that the column has."""
        if hasattr(value, "as_sql"):
            sql, parameters = compiler.compile(value)
            return sql, tuple(parameters)
        name = str(self.column)
        table = connection.ops.quote_name(self.model._meta.db_table)
        column = connection.ops.quote_name(name)
        # The row type of the table itself says what the JSON is to become.
        return (
            f"(jsonb_populate_record(NULL::{table}, jsonb_build_object(%s, %s::jsonb))).{column}",
            (name, value),
        )
