"""The migration operation that creates or adopts the tables of an application."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial
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
    """Create the tables of an application's models, or adopt those that exist.

    An existing table keeps its rows and columns. Missing constraints, indexes and defaults are
    added, and names are changed to those of Django. A repair that the rows do not allow is
    logged.

    `absent` maps models to columns that older tables may lack; these columns are added.

    Raises:
        AdoptionError: with all columns that cannot hold what the service reads and writes.
        TablesInUseError: if other sessions hold locks on a table until the deadline.

    """

    summary = "Create the tables, or adopt those that exist"

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
        """Yield the expected tables of the application; creates a temporary copy of each."""
        models = [m for m in state.apps.get_models() if m._meta.app_label == app_label]
        temporary = cache(partial(without_foreign_keys, state, models, schema=TEMPORARY))
        for model in models:
            yield ExpectedTable(
                model=model,
                expected=expected_shape(connection, model, temporary),
                absent=self.absent.get(str(model._meta.model_name), ()),
            )
