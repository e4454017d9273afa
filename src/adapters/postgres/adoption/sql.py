"""The migration operation for objects without a model: functions, views, the change log."""

from collections.abc import Sequence
from typing import override

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from adapters.postgres.locks import with_short_locks
from adapters.postgres.operations import RepeatedOperation


class EnsureSQL(RepeatedOperation):
    """Run statements that create missing objects; they can be run again.

    `drop` is run when the migration is reversed.

    Raises:
        TablesInUseError: if other sessions hold locks on the objects until the deadline.

    """

    def __init__(self, summary: str, *, create: Sequence[str], drop: Sequence[str]) -> None:
        self._summary, self.create, self.drop = summary, create, drop

    @property
    @override
    def summary(self) -> str:
        return self._summary

    @override
    def ensure(self, connection: BaseDatabaseWrapper) -> None:
        _run(connection, self.create)

    @override
    def undo(self, connection: BaseDatabaseWrapper) -> None:
        _run(connection, self.drop)


def _run(connection: BaseDatabaseWrapper, statements: Sequence[str]) -> None:
    def work() -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    with transaction.atomic(connection.alias):
        with_short_locks(connection, (), work)
