"""Prepares the tables and the demo data before the first request."""

from typing import cast

from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import Error, connection
from django.db.backends.postgresql.base import DatabaseWrapper
from django.db.migrations.exceptions import BadMigrationError, InconsistentMigrationHistory

from adapters.catalogue.models import StoreProduct
from adapters.tutorials.models import TutorialEvent
from config.launcher.errors import LaunchError
from domain.errors import DomainError

# Errors of the database; any other error is a bug and is shown with its traceback.
REFUSALS = (
    *(CommandError, Error, ImproperlyConfigured, DomainError),
    *(BadMigrationError, InconsistentMigrationHistory),
)


def prepare(*, demo: bool) -> None:
    """Migrate the database of DATABASE_URL, and load the demo catalogue if it is empty.

    Raises:
        LaunchError: with the message of the migration.

    """
    try:
        call_command("migrate", interactive=False, verbosity=0)
        if demo:
            call_command("load_demo")
    except REFUSALS as error:
        raise LaunchError(f"the database cannot be prepared: {error}") from error
    finally:
        _close()


def is_empty() -> bool:
    """Return whether the database has no catalogue."""
    try:
        return not (StoreProduct.objects.exists() or TutorialEvent.objects.exists())
    finally:
        _close()


def _close() -> None:
    connection.close()
    # Otherwise the pool would keep connections that are not used.
    cast("DatabaseWrapper", connection).close_pool()
