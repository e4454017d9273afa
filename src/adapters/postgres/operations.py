"""What our migration operations share."""

from abc import ABC, abstractmethod
from typing import override

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class DatabaseOperation(Operation, ABC):
    """Works on what the database has; other operations tell Django's state of it.

    Run again it does nothing. In a migration that is not atomic it has a transaction of its own.
    """

    atomic = True
    reduces_to_sql = False
    reversible = True

    @property
    @abstractmethod
    def summary(self) -> str:
        """Return what the operation does, for the output of `migrate --plan`."""

    @abstractmethod
    def do(self, connection: BaseDatabaseWrapper, app_label: str, state: ProjectState) -> None:
        """Work forwards; `state` describes the models as they are after the migration."""

    def undo(self, connection: BaseDatabaseWrapper) -> None:
        """Leave what is there: the rows are not ours to drop."""

    @override
    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Leave the state."""

    @override
    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        self.do(schema_editor.connection, app_label, to_state)

    @override
    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        self.undo(schema_editor.connection)

    @override
    def describe(self) -> str:
        return self.summary


class RepeatedOperation(DatabaseOperation):
    """An operation that `migrate` does again though it is recorded, as what it made may be gone."""

    @abstractmethod
    def ensure(self, connection: BaseDatabaseWrapper) -> None:
        """Do what is still to be done."""

    @override
    def do(self, connection: BaseDatabaseWrapper, app_label: str, state: ProjectState) -> None:
        self.ensure(connection)
