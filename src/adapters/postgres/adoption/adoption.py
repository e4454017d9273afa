"""Creates missing tables and adopts existing ones."""

import logging
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from django.db import IntegrityError, NotSupportedError, ProgrammingError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.migrations.state import ProjectState
from psycopg.errors import InsufficientPrivilege

from adapters.postgres.adoption.errors import AdoptionError
from adapters.postgres.adoption.shapes.blueprint import without_foreign_keys
from adapters.postgres.adoption.shapes.repairs import Repair
from adapters.postgres.adoption.shapes.tables import (
    ExpectedTable,
    FoundTable,
    find_tables,
    readable,
)
from adapters.postgres.adoption.shapes.violations import violating_rows
from adapters.postgres.backend import names
from adapters.postgres.locks import with_short_locks

LOG = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Adoption:
    connection: BaseDatabaseWrapper
    state: ProjectState
    tables: Collection[ExpectedTable]

    def run(self) -> None:
        """Create or change the tables; take no lock if there is nothing to do.

        Raises:
            AdoptionError: with all faults of all tables.
            TablesInUseError: if other sessions hold locks on a table until the deadline.

        """
        with self.connection.cursor() as cursor:
            found = self._usable(cursor)
        outdated = [
            table
            for table in self.tables
            if table.name not in found
            or table.absent_fields(found[table.name].shape)
            or table.repairs(found[table.name].shape)
        ]
        if outdated:
            with_short_locks(
                self.connection,
                [table.name for table in outdated if table.name in found],
                self._change,
                neighbours=[name for table in outdated for name in table.neighbours],
            )

    def _change(self) -> None:
        with self.connection.cursor() as cursor:
            # The tables may have changed before the locks were acquired.
            before = find_tables(cursor, self.tables)
            for table in self.tables:
                self._create_or_widen(cursor, table, before.get(table.name))
            found = self._usable(cursor)
            todo = [
                (table, repair)
                for table in self.tables
                for repair in table.repairs(found[table.name].shape)
            ]
            for table, repair in sorted(todo, key=lambda item: item[1].order):
                self._repair(cursor, table, repair)

    def _repair(self, cursor: CursorWrapper, table: ExpectedTable, repair: Repair) -> None:
        """Run a repair, or log why it is not possible: the table can be used without it."""
        if rows := violating_rows(cursor, repair.violations):
            reason = f"the rows with these ids violate it: {rows}"
        elif error := _error_of(self.connection, cursor, repair.sql):
            reason = error
        else:
            return
        LOG.warning("%s: could not add %s: %s", readable(table.name), repair.addition, reason)

    def _create_or_widen(
        self, cursor: CursorWrapper, table: ExpectedTable, found: FoundTable | None
    ) -> None:
        if found is None:
            _ensure_schema(cursor, names.split(table.name)[0])
            with self.connection.schema_editor() as editor:
                editor.create_model(self._alone.apps.get_model(table.model._meta.label_lower))
            return
        for field in table.absent_fields(found.shape):
            with self.connection.schema_editor() as editor:
                editor.add_field(table.model, field)

    @cached_property
    def _alone(self) -> ProjectState:
        """The tables without foreign keys, which are added as repairs when all tables exist."""
        return without_foreign_keys(self.state, [table.model for table in self.tables])

    def _usable(self, cursor: CursorWrapper) -> dict[str, FoundTable]:
        """Return the tables that are there, by name; raise an AdoptionError if any has a fault."""
        found = find_tables(cursor, self.tables)
        faults = [
            fault
            for table in self.tables
            if table.name in found
            for fault in table.faults(self.connection, cursor, found[table.name])
        ]
        if faults:
            raise AdoptionError(faults)
        return found


def _error_of(connection: BaseDatabaseWrapper, cursor: CursorWrapper, sql: str) -> str:
    """Run a statement in a savepoint; return PostgreSQL's error message, or "".

    Errors about locks and privileges are raised, because they do not depend on the table.
    """
    try:
        with transaction.atomic(connection.alias):
            cursor.execute(sql)
    except (ProgrammingError, IntegrityError, NotSupportedError) as error:
        if isinstance(error.__cause__, InsufficientPrivilege):
            raise
        return str(error).splitlines()[0]
    return ""


def _ensure_schema(cursor: CursorWrapper, schema: str) -> None:
    """Create a schema if it does not exist.

    CREATE SCHEMA IF NOT EXISTS requires the CREATE privilege even if the schema exists.
    """
    cursor.execute(
        "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = %s),"
        " has_database_privilege(current_database(), 'CREATE'),"
        " format('GRANT CREATE ON DATABASE %%I TO %%I', current_database(), current_user)",
        [schema],
    )
    exists, allowed, grant = cursor.fetchone()
    if not exists and not allowed:
        raise AdoptionError([f"the schema {schema} does not exist; to create it: {grant};"])
    if not exists:
        cursor.execute(f"CREATE SCHEMA {names.quote(schema)}")
