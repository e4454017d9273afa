"""The catalogue's version, at the least that asking PostgreSQL can cost: every search asks."""

from contextlib import suppress
from threading import Lock

from django.db import connection
from psycopg import Error

from adapters.catalogue.version_connection import VersionConnection

STATEMENT = "SELECT number || '.' || transaction FROM acted.catalogue_version"


class CatalogueVersion:
    """Reads the version on a connection of its own; threads take turns."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: VersionConnection | None = None

    def read(self) -> str:
        """Return the version of all that is committed.

        Inside a transaction of the caller's it is that transaction's own view.

        Raises:
            django.db.OperationalError: when PostgreSQL cannot be reached, or does not answer.

        """
        if connection.in_atomic_block:
            with connection.cursor() as cursor:
                cursor.execute(STATEMENT)
                return str(cursor.fetchone()[0])
        with self._lock, connection.wrap_database_errors:
            if self._kept is not None:
                # What became of it meanwhile, or of its statement, shows only when it is used.
                with suppress(Error):
                    return self._kept.ask()
                self._let_go()
            self._kept = VersionConnection(STATEMENT)
            try:
                return self._kept.ask()
            except Exception:
                self._let_go()
                raise

    def close(self) -> None:
        """Let go of the connection; the next reading makes another."""
        with self._lock:
            self._let_go()

    def _let_go(self) -> None:
        if self._kept is not None:
            self._kept.close()
            self._kept = None
