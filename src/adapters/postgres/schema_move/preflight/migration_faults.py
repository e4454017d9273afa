"""Finds the reasons why the migrations would fail, before anything is moved."""

from collections.abc import Collection, Iterator, Mapping

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.db.models import Model

from adapters.postgres.adoption.shapes.shape import read_shape
from adapters.postgres.adoption.shapes.tables import FoundTable, table_faults
from adapters.postgres.schema_move.inspect.finding import find
from adapters.postgres.schema_move.names import Name
from adapters.postgres.schema_move.preflight.expected_models import (
    absent_columns,
    adopting_apps,
    described_state,
)
from adapters.postgres.schema_move.preflight.requirements import (
    Step,
    creation_faults,
    ownership_faults,
)
from adapters.postgres.schema_move.preflight.unrecorded import unrecorded_faults

# The privileges that migrations need on tables of other owners.
NEEDED_RIGHTS = {
    Name("public", "django_migrations"): "INSERT",
    Name("public", "django_content_type"): "INSERT",
    Name("public", "auth_permission"): "INSERT",
    Name("public", "auth_user"): "REFERENCES",
}
MISSING_RIGHT = """
    SELECT format('GRANT %%s ON %%s TO %%I', %s::text, c.oid::regclass, current_user)
    FROM pg_class c WHERE c.oid = %s AND NOT has_table_privilege(c.oid, %s)
"""


def migration_faults(
    connection: BaseDatabaseWrapper, cursor: CursorWrapper, steps: Collection[Step]
) -> Iterator[str]:
    """Yield the faults of the migrations; none if no migration is pending and nothing moves."""
    loader = MigrationLoader(connection)
    pending = loader.disk_migrations.keys() - loader.applied_migrations.keys()
    if not pending and not any(step.is_move for step in steps):
        return
    rights = tuple(_rights(cursor, loader, pending))
    yield from rights
    if not rights:
        yield from unrecorded_faults(connection, cursor, loader)
        adopting = adopting_apps(loader)
        models = described_state(loader).apps.get_models()
        yield from unfit_tables(
            connection,
            cursor,
            [model for model in models if model._meta.app_label in adopting],
            steps,
            absent=absent_columns(loader),
        )


def adoption_faults(
    connection: BaseDatabaseWrapper,
    cursor: CursorWrapper,
    steps: Collection[Step],
    state: ProjectState,
) -> Iterator[str]:
    """Yield the reasons why the moved tables cannot be adopted by the models of the state."""
    moved = {step.target for step in steps if step.is_move}
    models = [m for m in state.apps.get_models() if Name.of(m._meta.db_table) in moved]
    yield from unfit_tables(connection, cursor, models, steps)


def unfit_tables(
    connection: BaseDatabaseWrapper,
    cursor: CursorWrapper,
    models: Collection[type[Model]],
    steps: Collection[Step],
    *,
    absent: Mapping[tuple[str, str], tuple[str, ...]] | None = None,
) -> Iterator[str]:
    """Yield the faults of the models' tables at their current places."""
    sources = {step.target: step.source for step in steps}
    for model in models:
        target = Name.of(model._meta.db_table)
        columns = (absent or {}).get((model._meta.app_label, str(model._meta.model_name)), ())
        for found in find(cursor, [sources.get(target, target)]):
            yield from ownership_faults(cursor, [found.oid])
            shape = read_shape(cursor, found.oid)
            table = FoundTable(oid=found.oid, kind=found.kind, shape=shape)
            yield from table_faults(connection, cursor, model, table, str(found.name), columns)


def _rights(
    cursor: CursorWrapper, loader: MigrationLoader, pending: Collection[tuple[str, str]]
) -> Iterator[str]:
    yield from creation_faults(cursor, "acted")
    if {app for app, _ in pending} - adopting_apps(loader):
        yield from creation_faults(cursor, "public")
    # Also checks TEMPORARY: temporary tables are used to compute Django's names.
    yield from ownership_faults(cursor, [])
    for name, right in NEEDED_RIGHTS.items():
        for relation in find(cursor, [name]):
            cursor.execute(MISSING_RIGHT, [right, relation.oid, right])
            for (grant,) in cursor.fetchall():
                yield f"the role lacks a privilege on {name}: {grant};"
