"""Django's `migrate` with a lock, checks before the first change, and the schema move."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

from adapters.postgres.adoption.errors import AdoptionError
from adapters.postgres.locks import TablesInUseError
from adapters.postgres.operations import RepeatedOperation
from adapters.postgres.schema_move.advisory_lock import migration_lock
from adapters.postgres.schema_move.errors import LockTimeoutError
from adapters.postgres.schema_move.execute.engine import apply
from adapters.postgres.schema_move.preflight.session import observation
from adapters.postgres.schema_move.preflight.snapshot import Task, read_situation
from adapters.postgres.schema_move.preflight.unrecorded import record_unrecorded
from adapters.postgres.schema_move.report.text import certificate_lines

ADVICE = "To undo the moves of this run, run manage.py schema_move revert."
OURS = (None, "administrate", "tutorials", "catalogue")


class Command(migrate.Command):
    help = (
        f"{migrate.Command.help} Also moves tables of older databases to the schemas adm and acted."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        task = Task(
            connection=connection,
            state=MigrationLoader(None).project_state(),
            adopts=True,
            checks_migrations=True,
        )
        with _advised(), migration_lock(connection):
            if _is_whole(options):
                self._move(task, options["verbosity"])
            elif options["app_label"] in OURS:
                with observation(connection, task.timeouts) as cursor:
                    read_situation(cursor, task).refuse()
            if _is_done(options):
                self._record(connection, options["verbosity"])
            super().handle(*args, **options)
            if _is_whole(options):
                _restore(connection)

    def _move(self, task: Task, verbosity: int) -> None:
        """Move misplaced tables before the first migration, which may need them in their places.

        The migrations that move them may be recorded already: by the previous system, or before a
        revert.
        """
        certificate = apply(task)
        if certificate.tables and verbosity:
            for line in certificate_lines(certificate):
                self.stdout.write(line)

    def _record(self, connection: BaseDatabaseWrapper, verbosity: int) -> None:
        """Record the migrations of Django's own tables if the history was lost."""
        for app in record_unrecorded(connection):
            if verbosity:
                self.stdout.write(f"The tables of {app} exist: its migrations are recorded.")


def _restore(connection: BaseDatabaseWrapper) -> None:
    """Restore triggers, functions and the log, which recorded migrations created.

    They can be missing: the copy of a table that was kept may never have had triggers, and
    `pg_restore --disable-triggers` does not enable them as ALWAYS again.
    """
    loader = MigrationLoader(connection)
    # The previous system may have recorded other names.
    applied = loader.applied_migrations.keys() & loader.disk_migrations.keys()
    # The latest first, so that objects that it replaced are not created again.
    for key in sorted(applied, reverse=True):
        for operation in loader.disk_migrations[key].operations:
            if isinstance(operation, RepeatedOperation):
                operation.ensure(connection)


def _is_whole(options: Mapping[str, Any]) -> bool:
    """Whether the migrations of all applications are run."""
    return _is_done(options) and not options["app_label"]


def _is_done(options: Mapping[str, Any]) -> bool:
    """Whether migrations are run, and not only listed or recorded."""
    return not any(options[name] for name in ("plan", "check_unapplied", "fake"))


@contextmanager
def _advised() -> Iterator[None]:
    try:
        yield
    except (AdoptionError, TablesInUseError) as error:
        code = LockTimeoutError.exit_code if isinstance(error, TablesInUseError) else 1
        raise CommandError(f"{error}\n{ADVICE}", returncode=code) from error
