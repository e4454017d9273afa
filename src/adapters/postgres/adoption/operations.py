"""The migration operation that creates or adopts the tables of an application."""

from collections.abc import Iterator, Mapping, Sequence
from typing import override

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.state import ProjectState

from adapters.postgres.adoption.adoption import Adoption
from adapters.postgres.adoption.shapes.blueprint import (
    TEMPORARY,
    check_temporary_tables,
    expected_shape,
    without_foreign_keys,
)
from adapters.postgres.adoption.shapes.tables import ExpectedTable
from adapters.postgres.operations import DatabaseOperation


class EnsureTables(DatabaseOperation):
    """Create the tables of an application's models, or adopt those that are there.

    A table that is there keeps its rows and its columns. It gets what it lacks of constraints,
    indexes, defaults and names, as far as its rows allow: what cannot be added is logged.

    `absent` names, by model, the columns that an older table may lack, and that are added.

    Raises:
        AdoptionError: naming every column that cannot hold what the service reads and writes.
        TablesInUseError: when a table that has to change is not let go of by other sessions.

    """

    summary = "Create the tables, or adopt those that are there"

    def __init__(self, *, absent: Mapping[str, Sequence[str]] | None = None) -> None:
        self.absent = absent or {}

    @override
    def do(self, connection: BaseDatabaseWrapper, app_label: str, state: ProjectState) -> None:
        check_temporary_tables(connection)
        tables = tuple(self.tables(connection, app_label, state))
        Adoption(connection=connection, state=state, tables=tables).run()

    def tables(
        self, connection: BaseDatabaseWrapper, app_label: str, state: ProjectState
    ) -> Iterator[ExpectedTable]:
        """Yield the application's tables as they are to be; makes each, empty and temporary."""
        models = [m for m in state.apps.get_models() if m._meta.app_label == app_label]
        temporary = without_foreign_keys(state, models, schema=TEMPORARY)
        for model in models:
            yield ExpectedTable(
                model=model,
                expected=expected_shape(connection, model, temporary),
                absent=self.absent.get(str(model._meta.model_name), ()),
            )
