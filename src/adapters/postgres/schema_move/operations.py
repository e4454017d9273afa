"""The migration operation that moves the tables of an application."""

from typing import override

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from adapters.postgres.schema_move.engine import apply
from adapters.postgres.schema_move.ledger import prepare_ledger
from adapters.postgres.schema_move.situation import Task
from adapters.postgres.schema_move.subjects import Group


class MoveTables(Operation):
    """Bring a group of tables from wherever they are to where they belong, to be adopted next.

    In a migration that is not atomic it has a transaction of its own, which ends as soon as the
    tables are moved. Run again it does nothing; backwards it does nothing either: what the
    ledger has is undone by `manage.py schema_move revert`.

    Raises:
        MoveError: when the tables cannot be moved; says what to type.

    """

    atomic = True
    reduces_to_sql = False
    reversible = True
    adopts = True

    def __init__(self, group: Group) -> None:
        self.group = group

    @override
    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Leave the state, which knows the tables in their new places only."""

    @override
    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        connection = schema_editor.connection
        apply(Task(connection=connection, state=to_state, groups=(self.group,), adopts=self.adopts))
        # Also where nothing was moved: every migrated database is to have the same tables.
        with connection.cursor() as cursor:
            prepare_ledger(cursor)

    @override
    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Leave the tables."""

    @override
    def describe(self) -> str:
        return "Move the tables to the schema where they belong"


class NameParts(MoveTables):
    """Give what belongs to tables that were adopted, sequences included, its computed name."""

    adopts = False

    @override
    def describe(self) -> str:
        return "Name the sequences, constraints and indexes of the tables"
