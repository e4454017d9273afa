"""The migration operation that records migrations of the previous system as done."""

from typing import override

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

from adapters.postgres.operations import DatabaseOperation


class RecordMigrations(DatabaseOperation):
    """Record names for the app label, unless they are already recorded.

    The previous system has the same label, the same database and other migrations. It looks for
    its names before it runs them. Backwards the names stay: what they stand for does too.
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
