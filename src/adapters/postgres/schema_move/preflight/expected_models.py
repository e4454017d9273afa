"""The models that the tables must match before the pending migrations are run."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.migrations import SeparateDatabaseAndState
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from adapters.postgres.adoption import EnsureTables


def described_state(loader: MigrationLoader) -> ProjectState:
    """Return the state that existing tables must match now.

    Of the pending migrations of applications with adopted tables, only state operations are
    applied: they describe tables that may exist already. Database operations, such as an added
    column, are not applied yet.
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
    """Return the columns that pending adoptions will add, by application and model."""
    found: defaultdict[tuple[str, str], tuple[str, ...]] = defaultdict(tuple)
    for (app, name), migration in loader.disk_migrations.items():
        if (app, name) not in loader.applied_migrations:
            for operation in migration.operations:
                if isinstance(operation, EnsureTables):
                    for model, columns in operation.absent.items():
                        found[app, model] += tuple(columns)
    return dict(found)


def _in_order(loader: MigrationLoader) -> Iterator[tuple[str, str]]:
    seen: dict[tuple[str, str], None] = {}
    for leaf in loader.graph.leaf_nodes():
        seen.update(dict.fromkeys(loader.graph.forwards_plan(leaf)))
    return iter(seen)


def _descriptions(migration: Migration) -> Iterator[Operation]:
    for operation in migration.operations:
        if isinstance(operation, SeparateDatabaseAndState) and not operation.database_operations:
            yield from operation.state_operations
