"""The models as the tables must have them before the migrations that are still to be run."""

from collections.abc import Iterator

from django.db.migrations import SeparateDatabaseAndState
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from adapters.postgres.adoption import EnsureTables


def described_state(loader: MigrationLoader) -> ProjectState:
    """Return the state whose columns the database must have now, where it has the tables.

    Of a pending migration of an application with adopted tables, only what it says without
    changing the database counts: the description of tables that may be there. What it will
    change, such as a column that it adds, is not there yet.
    """
    state = ProjectState(real_apps=loader.unmigrated_apps)
    adopting = adopting_apps(loader)
    for key in _in_order(loader):
        migration = loader.graph.nodes[key]
        if key in loader.applied_migrations or key[0] not in adopting:
            migration.mutate_state(state, preserve=False)
            continue
        for operation in _descriptions(migration):
            operation.state_forwards(key[0], state)
    return state


def adopting_apps(loader: MigrationLoader) -> set[str]:
    """Return the labels of the applications whose migrations adopt tables."""
    return {
        app
        for (app, _), migration in loader.disk_migrations.items()
        if any(isinstance(operation, EnsureTables) for operation in migration.operations)
    }


def absent_columns(loader: MigrationLoader) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return, by application and model, the columns that pending adoptions will add."""
    return {
        (app, model): tuple(columns)
        for (app, name), migration in loader.disk_migrations.items()
        if (app, name) not in loader.applied_migrations
        for operation in migration.operations
        if isinstance(operation, EnsureTables)
        for model, columns in operation.absent.items()
    }


def _in_order(loader: MigrationLoader) -> Iterator[tuple[str, str]]:
    seen: dict[tuple[str, str], None] = {}
    for leaf in loader.graph.leaf_nodes():
        seen.update(dict.fromkeys(loader.graph.forwards_plan(leaf)))
    return iter(seen)


def _descriptions(migration: Migration) -> Iterator[Operation]:
    for operation in migration.operations:
        if isinstance(operation, SeparateDatabaseAndState) and not operation.database_operations:
            yield from operation.state_operations
