"""The migration operation that gives tables a trigger."""

from collections.abc import Collection, Sequence
from functools import partial
from typing import override

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.state import ProjectState

from adapters.postgres.adoption.errors import AdoptionError
from adapters.postgres.locks import with_short_locks
from adapters.postgres.operations import DatabaseOperation

# Holds up writers, not readers.
MODE = "SHARE ROW EXCLUSIVE"

TABLES_WITH = """
    SELECT format('%%I.%%I', n.nspname, c.relname) FROM pg_trigger t
        JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE t.tgname = %s AND t.tgenabled = 'A'
"""


class EnsureTriggers(DatabaseOperation):
    """Give tables a trigger that calls a function after each statement that writes to them.

    `tables` and `function` are as SQL writes them, with their schemas. The trigger fires for
    every writer, also one that applies changes as a replica. A table that has it already is not
    locked. Backwards, the triggers are dropped.

    Raises:
        TablesInUseError: when a table is not let go of by other sessions.

    """

    def __init__(self, name: str, *, tables: Sequence[str], function: str) -> None:
        self.name, self.tables, self.function = name, tuple(tables), function

    @override
    def do(self, connection: BaseDatabaseWrapper, app_label: str, state: ProjectState) -> None:
        self.ensure(connection)

    def ensure(self, connection: BaseDatabaseWrapper) -> None:
        """Do it, also where a migration that did it is recorded already."""
        bare = sorted(set(self.tables) - self._having_it(connection))
        if bare:
            self._check_function(connection)
            work = partial(self._create, connection, bare)
            with transaction.atomic(connection.alias):
                with_short_locks(connection, bare, work, mode=MODE)

    @override
    def undo(self, connection: BaseDatabaseWrapper) -> None:
        tables = sorted(set(self.tables) & self._having_it(connection))
        with_short_locks(connection, tables, partial(self._drop, connection, tables), mode=MODE)

    @property
    def summary(self) -> str:
        return f"Create the trigger {self.name} where it is missing"

    def _check_function(self, connection: BaseDatabaseWrapper) -> None:
        """Refuse to go on where a migration is recorded and what it made is not there."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regprocedure(%s) IS NULL", [self.function])
            if cursor.fetchone()[0]:
                advice = "manage.py migrate --fake catalogue 0001, and then manage.py migrate"
                missing = f"{self.function} is missing, though its migration is recorded"
                raise AdoptionError([f"{missing}: {advice}"])

    def _having_it(self, connection: BaseDatabaseWrapper) -> set[str]:
        with connection.cursor() as cursor:
            cursor.execute(TABLES_WITH, [self.name])
            return {table for (table,) in cursor.fetchall()}

    def _create(self, connection: BaseDatabaseWrapper, tables: Collection[str]) -> None:
        with connection.cursor() as cursor:
            for table in tables:
                cursor.execute(
                    f"CREATE OR REPLACE TRIGGER {self.name}"
                    f" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}"
                    f" FOR EACH STATEMENT EXECUTE FUNCTION {self.function};"
                    f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {self.name}"
                )

    def _drop(self, connection: BaseDatabaseWrapper, tables: Collection[str]) -> None:
        with connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f"DROP TRIGGER {self.name} ON {table}")
