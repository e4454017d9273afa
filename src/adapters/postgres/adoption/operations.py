"""The migration operation that creates or adopts the tables of an application."""

from collections.abc import Iterator, Mapping, Sequence
from typing import override

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Model

from adapters.postgres.adoption.adopting import Adoption
from adapters.postgres.adoption.blueprint import (
    TEMPORARY,
    check_temporary_tables,
    expected_shape,
    without_foreign_keys,
)
from adapters.postgres.adoption.comparison import Tolerance
from adapters.postgres.adoption.tables import WantedTable


class EnsureTables(Operation):
    """Make the tables of an application's models what the migration's state says they are.

    A table that is missing is created. One that is there keeps its rows, and gets what it
    lacks of constraints, indexes, defaults and names. Run again it does nothing; backwards it
    does nothing either, for the rows are not ours to drop.

    `absent` names, by model, the columns that an older base may lack.

    Raises:
        AdoptionError: naming every column that differs and every row that a constraint forbids.
        TablesInUseError: when a table that has to change is not let go of by other sessions.

    """

    # In a migration that is not atomic it has a transaction of its own.
    atomic = True
    reduces_to_sql = False
    reversible = True

    def __init__(self, *, absent: Mapping[str, Sequence[str]] | None = None) -> None:
        self.absent = absent or {}

    @override
    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Leave the state: other operations describe the models."""

    @override
    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        connection = schema_editor.connection
        check_temporary_tables(connection)
        tables = tuple(self._tables(connection, app_label, to_state))
        Adoption(connection=connection, state=to_state, tables=tables).run()

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
        return "Create the tables, or adopt those that are there"

    def _tables(
        self, connection: BaseDatabaseWrapper, app_label: str, state: ProjectState
    ) -> Iterator[WantedTable]:
        temporary = without_foreign_keys(state, schema=TEMPORARY)
        for model in state.apps.get_models():
            if model._meta.app_label == app_label:
                yield WantedTable(
                    model=model,
                    expected=expected_shape(connection, model, temporary),
                    tolerance=self._tolerance(model),
                )

    def _tolerance(self, model: type[Model]) -> Tolerance:
        types = {
            field.column: field.adopted_types
            for field in model._meta.local_concrete_fields
            if field.column and hasattr(field, "adopted_types")
        }
        return Tolerance(absent=self.absent.get(str(model._meta.model_name), ()), types=types)
