"""The migration operation that records migrations of the previous system as done."""

from typing import override

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

from adapters.postgres.operations import DatabaseOperation


class RecordMigrations(DatabaseOperation):
    """Record names for the app label, unless they are already recorded.

    The previous system uses the same label and database, but other migrations. It checks their
    names before it runs them. The reverse operation keeps the names, because their effect
    remains.
    """

    def __init__(self, *names: str) -> None:
        self.names = names

    @property
    def summary(self) -> str:
        return f"Record {', '.join(self.names)} as done"

    @override
    def do(self, connection: BaseDatabaseWrapper, app_label: str, state: ProjectState) -> None:
        recorder = MigrationRecorder(connection)
        applied = recorder.applied_migrations()
        for name in self.names:
            if (app_label, name) not in applied:
                recorder.record_applied(app_label, name)
