"""Changes to live tables that block other sessions only briefly."""

import random
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.core.management.base import CommandError
from django.db import OperationalError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from psycopg.errors import DeadlockDetected, LockNotAvailable, QueryCanceled

from adapters.postgres.blockers import blockers_of

# While a session waits for a lock, later sessions wait behind it.
LONGEST_WAIT_MS = 200
DEADLINE_SECONDS = 30.0

# A waiting ALTER cancels a blocking autovacuum only after `deadlock_timeout` (one second).
SHORT_DEADLOCK_TIMEOUT = """
    SELECT set_config('deadlock_timeout', %s, true)
    WHERE has_parameter_privilege('deadlock_timeout', 'SET')
"""


class TablesInUseError(CommandError):
    """Other sessions held locks on the tables until the timeout; nothing was changed.

    A `CommandError`, which `manage.py migrate` prints without a traceback.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class LockTimeouts:
    """How long one attempt waits for the locks, and how long to retry."""

    wait_ms: int = LONGEST_WAIT_MS
    deadline_seconds: float = DEADLINE_SECONDS


def with_short_locks(
    connection: BaseDatabaseWrapper,
    tables: Collection[str],
    work: Callable[[], None],
    *,
    mode: str = "ACCESS EXCLUSIVE",
    neighbours: Collection[str] = (),
    timeouts: LockTimeouts | None = None,
) -> None:
    """Lock the tables and run the change, in a savepoint of the open transaction.

    `tables` are quoted SQL names; `neighbours` are other tables that `work` locks.

    If the locks cannot be acquired in time, the change is rolled back and tried again after a
    pause, in which other sessions can continue. `work` may therefore run several times.

    Raises:
        TablesInUseError: at the deadline, with the sessions that hold the locks.

    """
    timeouts = timeouts or LockTimeouts()
    end = time.monotonic() + timeouts.deadline_seconds
    pause = 0.05
    while not _attempt(connection, tables, work, mode, timeouts.wait_ms):
        if time.monotonic() > end:
            raise TablesInUseError(complaint(connection, [*tables, *neighbours]))
        # Jitter, so that two sessions do not block each other repeatedly.
        time.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 (not used for a secret)
        pause = min(pause * 2, 2.0)


def _attempt(
    connection: BaseDatabaseWrapper,
    tables: Collection[str],
    work: Callable[[], None],
    mode: str,
    wait_ms: int,
) -> bool:
    start = time.monotonic()
    try:
        with transaction.atomic(connection.alias), connection.cursor() as cursor:
            before = _set(cursor, "lock_timeout", str(wait_ms))
            if tables:
                _lock(cursor, f"LOCK TABLE {', '.join(sorted(tables))} IN {mode} MODE", wait_ms)
            work()
            _set(cursor, "lock_timeout", before)
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable | DeadlockDetected):
            return False
        # An error before the timeout means that somebody cancelled the statement.
        timed_out = time.monotonic() - start >= wait_ms / 1000
        if isinstance(error.__cause__, QueryCanceled) and timed_out:
            return False
        raise
    return True


def _lock(cursor: CursorWrapper, sql: str, wait_ms: int) -> None:
    """Acquire all locks within the timeout; `lock_timeout` alone applies to each lock."""
    cursor.execute(SHORT_DEADLOCK_TIMEOUT, [f"{max(wait_ms // 2, 1)}ms"])
    before = _set(cursor, "statement_timeout", str(wait_ms))
    cursor.execute(sql)
    _set(cursor, "statement_timeout", before)


def _set(cursor: CursorWrapper, setting: str, value: str) -> str:
    """Set a setting until the transaction ends; return the previous value."""
    cursor.execute("SELECT current_setting(%s)", [setting])
    (before,) = cursor.fetchone()
    cursor.execute("SELECT set_config(%s, %s, true)", [setting, value])
    return str(before)


def complaint(connection: BaseDatabaseWrapper, tables: Collection[str]) -> str:
    """Return a message with the sessions that hold locks on the tables."""
    with connection.cursor() as cursor:
        blockers = map(str, blockers_of(cursor, tables))
        return "\n".join(
            ["Other sessions hold locks on the tables. Try again when they have ended:", *blockers]
        )
