"""The base classes of the migration operations."""

from abc import ABC, abstractmethod
from typing import override

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class DatabaseOperation(Operation, ABC):
    """Changes the database; other operations change Django's state.

    It is idempotent. In a non-atomic migration it runs in its own transaction.
    """

    atomic = True
    reduces_to_sql = False
    reversible = True

    @property
    @abstractmethod
    def summary(self) -> str:
        """Return the description for `migrate --plan`."""

    @abstractmethod
    def do(self, connection: BaseDatabaseWrapper, app_label: str, state: ProjectState) -> None:
        """Run forwards; `state` contains the models after the migration."""

    def undo(self, connection: BaseDatabaseWrapper) -> None:
        """Do nothing: the rows also belong to another system."""

    @override
    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Do not change the state."""

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
    """An operation that every `migrate` repeats, because its result may have been removed."""

    @abstractmethod
    def ensure(self, connection: BaseDatabaseWrapper) -> None:
        """Create what is missing."""

    @override
    def do(self, connection: BaseDatabaseWrapper, app_label: str, state: ProjectState) -> None:
        self.ensure(connection)
