"""The migration operation that drops a unique constraint of an earlier release."""

from typing import override

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.migrations.state import ProjectState

from adapters.postgres.adoption.shapes.shape import read_shape
from adapters.postgres.backend import names
from adapters.postgres.locks import with_short_locks
from adapters.postgres.operations import DatabaseOperation


class DropUnique(DatabaseOperation):
    """Drop the unique constraint of one column, and its index for LIKE, if they exist.

    Raises:
        TablesInUseError: if other sessions hold locks on the table until the deadline.

    """

    def __init__(self, model: str, column: str) -> None:
        self.model, self.column = model, column

    @property
    def summary(self) -> str:
        return f"Allow duplicates of {self.column} in {self.model}"

    @override
    def do(self, connection: BaseDatabaseWrapper, app_label: str, state: ProjectState) -> None:
        table = state.apps.get_model(app_label, self.model)._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass(%s)::oid", [table])
            (oid,) = cursor.fetchone()
            statements = self._statements(cursor, table, oid) if oid else []

        def work() -> None:
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)

        if statements:
            with_short_locks(connection, [table], work)

    def _statements(self, cursor: CursorWrapper, table: str, oid: int) -> list[str]:
        shape = read_shape(cursor, oid)
        schema, _ = names.split(table)
        like = f"({self.column} varchar_pattern_ops)"
        return [
            f"ALTER TABLE {table} DROP CONSTRAINT {names.quote(constraint.name)}"
            for constraint in shape.constraints
            if constraint.definition == f"UNIQUE ({self.column})"
        ] + [
            f"DROP INDEX {names.join(schema, index.name)}"
            for index in shape.indexes
            if index.definition.endswith(like) and index.name.endswith("_like")
        ]
