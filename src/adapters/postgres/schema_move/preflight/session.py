"""The transaction of a move: one at a time, with its own timeouts and readable errors."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import InternalError, OperationalError, ProgrammingError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from psycopg.errors import (
    DependentObjectsStillExist,
    DuplicateObject,
    DuplicateTable,
    InsufficientPrivilege,
    LockNotAvailable,
)

from adapters.postgres.backend.names import quote
from adapters.postgres.locks import LockTimeouts, TablesInUseError, complaint
from adapters.postgres.schema_move.advisory_lock import acquire_lock
from adapters.postgres.schema_move.errors import LockTimeoutError, MoveConflictError, PreflightError
from adapters.postgres.schema_move.inspect.finding import find_placements
from adapters.postgres.schema_move.preflight.requirements import schema_exists
from adapters.postgres.schema_move.tables import EVERY_GROUP

# Timeouts that would abort a move while it waits for locks.
NO_TIMEOUTS = """
    SELECT set_config(name, '0', true) FROM pg_settings
    WHERE name IN (
        'idle_in_transaction_session_timeout', 'statement_timeout', 'transaction_timeout'
    )
"""


@contextmanager
def movement(connection: BaseDatabaseWrapper, timeouts: LockTimeouts) -> Iterator[CursorWrapper]:
    """Open a transaction or savepoint under the migration lock, and return its cursor.

    Raises:
        MoveError: on any failure; nothing is changed.

    """
    is_outermost = not connection.in_atomic_block
    with (
        _translated_errors(connection),
        transaction.atomic(connection.alias),
        connection.cursor() as cursor,
    ):
        if is_outermost:
            # With a stricter level, changes before the lock was acquired would be invisible.
            cursor.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE")
        cursor.execute(NO_TIMEOUTS)
        acquire_lock(cursor, timeouts.deadline_seconds)
        _bound_waits(cursor, timeouts)
        yield cursor


@contextmanager
def observation(connection: BaseDatabaseWrapper, timeouts: LockTimeouts) -> Iterator[CursorWrapper]:
    """Return a cursor of a transaction that is rolled back; only temporary tables are created.

    Raises:
        LockTimeoutError: if a table cannot be read until the deadline.

    """
    with (
        _translated_errors(connection),
        transaction.atomic(connection.alias),
        connection.cursor() as cursor,
    ):
        _bound_waits(cursor, timeouts)
        yield cursor
        transaction.set_rollback(True, connection.alias)  # noqa: FBT003 - Django's signature


def ensure_schemas(cursor: CursorWrapper, schemas: Collection[str]) -> None:
    for schema in sorted(schemas):
        if not schema_exists(cursor, schema):
            cursor.execute(f"CREATE SCHEMA {quote(schema)}")


def _bound_waits(cursor: CursorWrapper, timeouts: LockTimeouts) -> None:
    """Limit the time that a query waits for a locked table to the deadline."""
    milliseconds = max(int(timeouts.deadline_seconds * 1000), 1)
    cursor.execute("SELECT set_config('lock_timeout', %s, true)", [str(milliseconds)])


@contextmanager
def _translated_errors(connection: BaseDatabaseWrapper) -> Iterator[None]:
    try:
        yield
    except TablesInUseError as error:
        raise LockTimeoutError([str(error)]) from error
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            raise LockTimeoutError([_lock_message(connection)]) from error
        raise
    except (ProgrammingError, InternalError) as error:
        message = str(error).strip()
        if isinstance(error.__cause__, DuplicateTable | DuplicateObject):
            advice = f"{message}: rename what has this name already, and run the command again"
            raise MoveConflictError([advice]) from error
        if isinstance(error.__cause__, DependentObjectsStillExist):
            raise MoveConflictError([message]) from error
        if isinstance(error.__cause__, InsufficientPrivilege):
            raise PreflightError([message]) from error
        raise


def _lock_message(connection: BaseDatabaseWrapper) -> str:
    with connection.cursor() as cursor:
        placements = find_placements(cursor, EVERY_GROUP)
    return complaint(connection, [t.name.quoted for p in placements for t in p.tables])
