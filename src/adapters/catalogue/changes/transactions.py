"""Transactions that write the catalogue."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, connection, transaction

from adapters.catalogue.changes.server import CLUSTER, SERVER
from adapters.postgres.violations import conflict_of

# A reader has seen a transaction if its own snapshot has (`adapters.catalogue.changes.position`).
VERSION = f"SELECT concat_ws('.', {CLUSTER}, {SERVER}, pg_current_xact_id())"


class DjangoTransactions:
    """`Transactions` on PostgreSQL."""

    @contextmanager
    def begin(self) -> Iterator[None]:
        try:
            with transaction.atomic():
                yield
                with connection.cursor() as cursor:
                    # Without this, COMMIT would raise the errors, too late for an error response.
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except IntegrityError as error:
            raise conflict_of(error) from error

    def version(self) -> str:
        with connection.cursor() as cursor:
            cursor.execute(VERSION)
            return str(cursor.fetchone()[0])
