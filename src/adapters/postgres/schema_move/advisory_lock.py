"""An advisory lock that migrate and schema_move take, so that only one of them runs at a time."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from weakref import WeakKeyDictionary

from django.db import Error
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from adapters.postgres.schema_move.errors import LockTimeoutError

# No other program uses this key.
KEY = 2026_0003
# The longest time that a migration of another session may take.
LONGEST_WAIT_SECONDS = 300.0

HOLDERS = """
    SELECT format('pid %%s (%%s, %%s): %%s', a.pid, a.usename, a.state, left(a.query, 200))
    FROM pg_locks l JOIN pg_stat_activity a USING (pid)
    WHERE l.locktype = 'advisory' AND l.classid = 0 AND l.objid = %s AND l.objsubid = 1
        AND l.granted AND a.datname = current_database()
"""

# By connection: the second connection, which holds the lock.
_HOLDERS: WeakKeyDictionary[BaseDatabaseWrapper, BaseDatabaseWrapper] = WeakKeyDictionary()


def acquire_lock(cursor: CursorWrapper, deadline_seconds: float) -> None:
    """Acquire the lock until the transaction ends, unless `migration_lock` holds it.

    Raises:
        LockTimeoutError: if another session holds the lock until the deadline, or if the
            connection of `migration_lock` was lost.

    """
    holder = _HOLDERS.get(cursor.db)
    if holder is None:
        _poll(cursor, deadline_seconds)
    elif not holder.is_usable():
        raise LockTimeoutError(["the connection that held the migration lock was lost"])


@contextmanager
def migration_lock(
    connection: BaseDatabaseWrapper, deadline_seconds: float = LONGEST_WAIT_SECONDS
) -> Iterator[None]:
    """Hold the lock for the duration of the block.

    A transaction on a second connection holds the lock. A session-level lock does not work with
    a pooler in transaction mode, where the next statement may run in another session.

    Raises:
        LockTimeoutError: if another session holds the lock until the deadline.

    """
    holder = connection.copy()
    try:
        holder.set_autocommit(False)
        with holder.cursor() as cursor:
            _poll(cursor, deadline_seconds)
        _HOLDERS[connection] = holder
        yield
    finally:
        _HOLDERS.pop(connection, None)
        with suppress(Error):
            holder.rollback()
            # The pool gives the connection to other code.
            holder.set_autocommit(True)
        holder.close()


def _poll(cursor: CursorWrapper, deadline_seconds: float) -> None:
    """Poll for the lock, because a waiting statement would hold back VACUUM."""
    end = time.monotonic() + deadline_seconds
    while True:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [KEY])
        if cursor.fetchone()[0]:
            return
        if time.monotonic() > end:
            cursor.execute(HOLDERS, [KEY])
            holders = [row[0] for row in cursor.fetchall()]
            raise LockTimeoutError(["another session is running migrate or schema_move:", *holders])
        time.sleep(0.1)
