"""The migration operation that moves the tables of an application."""

from typing import override

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.state import ProjectState

from adapters.postgres.operations import DatabaseOperation
from adapters.postgres.schema_move.execute.engine import apply
from adapters.postgres.schema_move.ledger.ledger import prepare_ledger
from adapters.postgres.schema_move.preflight.snapshot import Task
from adapters.postgres.schema_move.tables import Group


class MoveTables(DatabaseOperation):
    """Bring a group of tables from wherever they are to where they belong, to be adopted next.

    In a migration that is not atomic, the tables are let go of as soon as they are moved. What
    the ledger has is undone by `manage.py schema_move revert`, not backwards.

    Raises:
        MoveError: when the tables cannot be moved; says what to type.

    """

    summary = "Move the tables to the schema where they belong"
    adopts = True

    def __init__(self, group: Group) -> None:
        self.group = group

    @override
    def do(self, connection: BaseDatabaseWrapper, app_label: str, state: ProjectState) -> None:
        apply(Task(connection=connection, state=state, groups=(self.group,), adopts=self.adopts))
        # Also where nothing was moved: every migrated database is to have the same tables.
        with connection.cursor() as cursor:
            prepare_ledger(cursor)


class NameParts(MoveTables):
    """Give what belongs to tables that were adopted, sequences included, its computed name."""

    summary = "Name the sequences, constraints and indexes of the tables"
    adopts = False
