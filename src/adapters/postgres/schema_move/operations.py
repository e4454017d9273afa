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
    """Move a group of tables to their target schema, before they are adopted.

    In a non-atomic migration, the locks are released when the move is done. To undo a move, use
    `manage.py schema_move revert`; the reverse operation does nothing.

    Raises:
        MoveError: if the tables cannot be moved; says what to do.

    """

    summary = "Move the tables to their schema"
    adopts = True

    def __init__(self, group: Group) -> None:
        self.group = group

    @override
    def do(self, connection: BaseDatabaseWrapper, app_label: str, state: ProjectState) -> None:
        apply(Task(connection=connection, state=state, groups=(self.group,), adopts=self.adopts))
        # Even if nothing was moved, because every migrated database has the same tables.
        with connection.cursor() as cursor:
            prepare_ledger(cursor)


class NameParts(MoveTables):
    """Rename constraints, indexes and sequences of adopted tables to Django's names."""

    summary = "Name the sequences, constraints and indexes of the tables"
    adopts = False
