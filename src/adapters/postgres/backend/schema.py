"""The SQL of migrations, with schemas.

An index or a constraint is in the schema of its table. Django omits the schema, and PostgreSQL then
looks for the name on the search path, where it may belong to another table.
"""

from collections.abc import Iterator, Sequence
from typing import Any, override

from django.db.backends import ddl_references
from django.db.backends.ddl_references import Statement
from django.db.backends.postgresql import schema
from django.db.models import Model

from adapters.postgres.backend import names


class Namespace(ddl_references.Table):
    """The schema prefix of the name of an index or constraint, with a dot."""

    @override
    def __str__(self) -> str:
        namespace, _ = names.split(self.table)
        return f"{names.quote(namespace)}." if namespace else ""


class ForeignKeyName(ddl_references.ForeignKeyName):
    """Keeps the schema of the referenced table, but omits it from the name."""

    @override
    def __str__(self) -> str:
        _, table = names.split(self.to_reference.table)
        column = self.to_reference.columns[0]
        suffix = self.suffix_template % {"to_table": table, "to_column": column}
        return self.create_fk_name(self.table, self.columns, suffix)


class DatabaseSchemaEditor(schema.DatabaseSchemaEditor):
    sql_delete_index = "DROP INDEX IF EXISTS %(namespace)s%(name)s"
    sql_delete_index_concurrently = "DROP INDEX CONCURRENTLY IF EXISTS %(namespace)s%(name)s"
    sql_rename_index = "ALTER INDEX %(namespace)s%(old_name)s RENAME TO %(new_name)s"
    sql_delete_fk = (
        # Runs deferred checks: a constraint with pending checks cannot be dropped.
        "SET CONSTRAINTS %(namespace)s%(name)s IMMEDIATE; "
        "ALTER TABLE %(table)s DROP CONSTRAINT %(name)s"
    )

    @override
    def execute(self, sql: Statement | str, params: Sequence[Any] | None = ()) -> None:
        if isinstance(sql, Statement) and "table" in sql.parts:
            sql.parts["namespace"] = Namespace(sql.parts["table"].table, self.quote_name)
        super().execute(sql, params)

    @override
    def add_field(self, model: type[Model], field: Any) -> None:
        """Add a column, and keep a constant default in the database.

        Other systems insert rows too, and do not name a column that they do not know.
        """
        self._keeps_default = not callable(field.default) or field.default in (dict, list)
        super().add_field(model, field)
        self._keeps_default = False

    _keeps_default = False

    def skip_default_on_alter(self, field: Any) -> bool:
        """Return whether to keep the default of an added column, which Django drops."""
        return self._keeps_default or bool(super().skip_default_on_alter(field))

    @override
    def alter_db_table(self, model: type[Model], old_db_table: str, new_db_table: str) -> None:
        """Rename a table, and move it if the new name has another schema.

        A new name without a schema is in the one where PostgreSQL creates tables.
        """
        if names.split(old_db_table) == names.split(new_db_table):
            return
        self.sql_rename_table = "; ".join(self._moves(old_db_table, new_db_table))
        super().alter_db_table(model, old_db_table, new_db_table)

    def _moves(self, old_db_table: str, new_db_table: str) -> Iterator[str]:
        old_schema, old_table = names.split(old_db_table)
        new_schema, new_table = names.split(new_db_table)
        if new_schema != old_schema:
            new_schema = new_schema or self._schema_of_new_tables()
            old_place = names.join(old_schema, old_table)
            yield f"ALTER TABLE {old_place} SET SCHEMA {names.quote(new_schema)}"
        if new_table != old_table:
            old_place = names.join(new_schema, old_table)
            yield f"ALTER TABLE {old_place} RENAME TO {names.quote(new_table)}"

    def _schema_of_new_tables(self) -> str:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT current_schema()")
            return str(cursor.fetchone()[0])

    def _fk_constraint_name(self, model: type[Model], field: Any, suffix: str) -> ForeignKeyName:
        name = super()._fk_constraint_name(model, field, suffix)  # type: ignore[misc]  # the stubs leave out what is private
        to_table = field.target_field.model._meta.db_table
        to_columns = name.to_reference.columns
        return ForeignKeyName(
            name.table, name.columns, to_table, to_columns, suffix, name.create_fk_name
        )
