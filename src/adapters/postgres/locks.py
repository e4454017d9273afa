"""Changes to live tables that never keep other sessions waiting for long."""

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

# While we wait for a lock, all who come after us wait too.
LONGEST_WAIT_MS = 200
DEADLINE_SECONDS = 30.0

# A waiting ALTER ends an autovacuum in its way only after `deadlock_timeout`, a second.
IMPATIENCE = """
    SELECT set_config('deadlock_timeout', %s, true)
    WHERE has_parameter_privilege('deadlock_timeout', 'SET')
"""


class TablesInUseError(CommandError):
    """Other sessions held locks on the tables until the deadline; nothing was changed.

    A `CommandError`, which `manage.py migrate` prints without a traceback.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to wait for the locks in one go, in milliseconds, and how long to go on trying."""

    wait_ms: int = LONGEST_WAIT_MS
    deadline_seconds: float = DEADLINE_SECONDS


def with_short_locks(
    connection: BaseDatabaseWrapper,
    tables: Collection[str],
    work: Callable[[], None],
    *,
    mode: str = "ACCESS EXCLUSIVE",
    neighbours: Collection[str] = (),
    patience: Patience | None = None,
) -> None:
    """Lock the tables for a change and do the work, in a savepoint of the open transaction.

    `tables` and `mode` are as SQL writes them; `neighbours` are tables that the work itself locks.

    All the locks together are not waited for longer than `patience` says; the whole is then
    undone and tried again after a pause, so that the others get on in between. `work` may run
    several times.

    Raises:
        TablesInUseError: at the deadline, naming the sessions in the way.

    """
    patience = patience or Patience()
    end = time.monotonic() + patience.deadline_seconds
    pause = 0.05
    while not _attempt(connection, tables, work, mode, patience.wait_ms):
        if time.monotonic() > end:
            raise TablesInUseError(complaint(connection, [*tables, *neighbours]))
        # Jitter, lest two who wait for each other go on meeting.
        time.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311  # no secret is made of it
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
        # Not when it came sooner: then somebody wants us to end.
        timed_out = time.monotonic() - start >= wait_ms / 1000
        if isinstance(error.__cause__, QueryCanceled) and timed_out:
            return False
        raise
    return True


def _lock(cursor: CursorWrapper, sql: str, wait_ms: int) -> None:
    """Take all the locks within the time; `lock_timeout` alone would allow it for each."""
    cursor.execute(IMPATIENCE, [f"{max(wait_ms // 2, 1)}ms"])
    before = _set(cursor, "statement_timeout", str(wait_ms))
    cursor.execute(sql)
    _set(cursor, "statement_timeout", before)


def _set(cursor: CursorWrapper, setting: str, value: str) -> str:
    """Set a setting until the transaction ends; return what it was."""
    cursor.execute("SELECT current_setting(%s)", [setting])
    (before,) = cursor.fetchone()
    cursor.execute("SELECT set_config(%s, %s, true)", [setting, value])
    return str(before)


def complaint(connection: BaseDatabaseWrapper, tables: Collection[str]) -> str:
    """Return a sentence with the sessions that hold the tables, for whoever waits for them."""
    with connection.cursor() as cursor:
        blockers = map(str, blockers_of(cursor, tables))
        return "\n".join(
            ["Other sessions hold locks on the tables. Try again when they have ended:", *blockers]
        )
