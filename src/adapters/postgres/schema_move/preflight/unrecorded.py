"""Tables of Django's applications that exist although their migrations are not recorded."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from adapters.postgres.adoption.shapes.shape import read_shape
from adapters.postgres.adoption.shapes.tables import FoundTable, table_faults
from adapters.postgres.schema_move.inspect.finding import find
from adapters.postgres.schema_move.names import Name
from adapters.postgres.schema_move.preflight.expected_models import adopting_apps


@dataclass(frozen=True, slots=True)
class Unrecorded:
    """An application that has tables although its first migration is not recorded.

    `faults` lists the tables that do not exist or do not match the models.
    """

    app: str
    faults: tuple[str, ...]


def unrecorded_apps(
    connection: BaseDatabaseWrapper, cursor: CursorWrapper, loader: MigrationLoader
) -> Iterator[Unrecorded]:
    ours = adopting_apps(loader)
    for app in sorted(loader.migrated_apps - ours):
        if loader.applied_migrations.keys() & set(loader.graph.root_nodes(app)):
            continue
        faults: list[str] = []
        present = False
        for model in apps.get_app_config(app).get_models(include_auto_created=True):
            name = Name("public", model._meta.db_table)
            found = tuple(find(cursor, [name]))
            present = present or bool(found)
            if not found:
                faults.append(f"{name} does not exist")
            for relation in found:
                shape = read_shape(cursor, relation.oid)
                table = FoundTable(oid=relation.oid, kind=relation.kind, shape=shape)
                place = str(relation.name)
                faults += table_faults(connection, cursor, model, table, place)
        if present:
            yield Unrecorded(app, tuple(faults))


def unrecorded_faults(
    connection: BaseDatabaseWrapper, cursor: CursorWrapper, loader: MigrationLoader
) -> Iterator[str]:
    """Yield the reasons why the migrations of an application can be neither run nor recorded."""
    for unrecorded in unrecorded_apps(connection, cursor, loader):
        for fault in unrecorded.faults:
            yield (
                f"{fault}, and django_migrations does not record the migrations of "
                f"{unrecorded.app}, which has other tables already: restore its rows from a "
                f"backup, or repair the table and record them: "
                f"manage.py migrate {unrecorded.app} --fake"
            )


def record_unrecorded(connection: BaseDatabaseWrapper) -> list[str]:
    """Record the migrations of applications whose tables are complete; return their labels."""
    loader = MigrationLoader(connection)
    with connection.cursor() as cursor:
        found = [
            each.app for each in unrecorded_apps(connection, cursor, loader) if not each.faults
        ]
    recorder = MigrationRecorder(connection)
    for app, name in sorted(loader.disk_migrations.keys() - loader.applied_migrations.keys()):
        if app in found:
            recorder.record_applied(app, name)
    return found
