"""The tables, and what stands in them, before the first request."""

from typing import cast

from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import Error, connection
from django.db.backends.postgresql.base import DatabaseWrapper
from django.db.migrations.exceptions import BadMigrationError, InconsistentMigrationHistory

from config.launcher.errors import LaunchError
from domain.errors import DomainError

# What can be wrong with a database; anything else is a fault of ours, and shows where.
REFUSALS = (
    *(CommandError, Error, ImproperlyConfigured, DomainError),
    *(BadMigrationError, InconsistentMigrationHistory),
)


def prepare(*, demo: bool) -> None:
    """Migrate the database that DATABASE_URL names; load the demo catalogue when it is empty.

    Raises:
        LaunchError: with what the migration said.

    """
    try:
        call_command("migrate", interactive=False, verbosity=0)
        if demo:
            call_command("load_demo")
    except REFUSALS as error:
        raise LaunchError(f"the database cannot be prepared: {error}") from error
    finally:
        _close()


def _close() -> None:
    connection.close()
    # The pool's threads would hold connections that nobody uses.
    cast("DatabaseWrapper", connection).close_pool()
