"""Temporary tables, created by migrations without an app, and their catalogue entries."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.models import CreateModel
from django.db.migrations.state import ModelState, ProjectState

APP = "annexe"
INSTALLED = "sessions"  # any app with migrations


class Migrator:
    """Runs operations as `migrate` does, those of one call as one migration."""

    def __init__(self) -> None:
        self.state = ProjectState()

    def apply(self, *operations: Operation, atomic: bool = True) -> None:
        with connection.schema_editor(atomic=atomic) as editor:
            for operation in operations:
                before, self.state = self.state, self.state.clone()
                operation.state_forwards(APP, self.state)
                operation.database_forwards(APP, editor, before, self.state)

    def sql(self, *operations: Operation) -> str:
        """Return what `sqlmigrate` prints of the operations; they are not run."""
        after = self.state
        with connection.schema_editor(collect_sql=True) as editor:
            for operation in operations:
                before, after = after, after.clone()
                operation.state_forwards(APP, after)
                operation.database_forwards(APP, editor, before, after)
        return "\n".join(editor.collected_sql)

    def model(self, name: str) -> Any:
        return self.state.apps.get_model(APP, name)


@contextmanager
def installed(table: str, *fields: tuple[str, Any]) -> Iterator[Any]:
    """Create a model of an installed app, for code that uses all models of Django."""
    key = ("id", models.BigAutoField(primary_key=True))
    before = dict(apps.all_models[INSTALLED])
    try:
        yield ModelState(INSTALLED, "Room", [key, *fields], {"db_table": table}).render(apps)
    finally:
        for name in apps.all_models[INSTALLED].keys() - before.keys():
            del apps.all_models[INSTALLED][name]
        apps.clear_cache()


def query(sql: str, *parameters: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def create(name: str, table: str, *fields: tuple[str, Any]) -> CreateModel:
    key = ("id", models.BigAutoField(primary_key=True))
    return CreateModel(name, [key, *fields], options={"db_table": table})


def indexes(table: str) -> dict[str, str]:
    """Return the definition of each index by its name; `table` is as SQL writes it."""
    sql = """
        SELECT c.relname, pg_get_indexdef(c.oid)
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
        WHERE i.indrelid = %s::regclass
    """
    return dict(query(sql, table))


def constraints(table: str) -> dict[str, str]:
    """Return the definition of each constraint, save NOT NULL, by its name."""
    sql = """
        SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE conrelid = %s::regclass AND contype <> 'n'
    """
    return dict(query(sql, table))


def columns(table: str) -> dict[str, str]:
    """Return the type of each column, and whether PostgreSQL counts it, by its name."""
    sql = """
        SELECT attname, format_type(atttypid, atttypmod)
            || CASE attidentity WHEN '' THEN '' ELSE ' identity' END
        FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped
    """
    return dict(query(sql, table))


def identity(table: str) -> int | None:
    """Return the oid of a table, which a move does not change, or None if it does not exist."""
    (row,) = query("SELECT to_regclass(%s)::oid", table)
    return None if row[0] is None else int(row[0])


def everything_of(table: str) -> tuple[object, ...]:
    return identity(table), indexes(table), constraints(table), columns(table)
