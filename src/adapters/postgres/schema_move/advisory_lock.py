"""An advisory lock that migrate and schema_move take, so that only one of them runs at a time."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from weakref import WeakKeyDictionary

from django.db import Error
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from adapters.postgres.schema_move.errors import LockTimeoutError

# Known to no other program of this database.
KEY = 2026_0003
# As long as a migration of another session may take.
LONGEST_WAIT_SECONDS = 300.0

HOLDERS = """
    SELECT format('pid %%s (%%s, %%s): %%s', a.pid, a.usename, a.state, left(a.query, 200))
    FROM pg_locks l JOIN pg_stat_activity a USING (pid)
    WHERE l.locktype = 'advisory' AND l.classid = 0 AND l.objid = %s AND l.objsubid = 1
        AND l.granted AND a.datname = current_database()
"""

# The connections whose turn it is, each with the one that holds the lock for it.
_HOLDERS: WeakKeyDictionary[BaseDatabaseWrapper, BaseDatabaseWrapper] = WeakKeyDictionary()


def acquire_lock(cursor: CursorWrapper, deadline_seconds: float) -> None:
    """Keep out other movers and migrators until the transaction ends.

    Raises:
        LockTimeoutError: when another one is not done at the deadline, or the connection that
            keeps out the others for this one was lost.

    """
    holder = _HOLDERS.get(cursor.db)
    if holder is None:
        _poll(cursor, deadline_seconds)
    elif not holder.is_usable():
        raise LockTimeoutError(["the connection that kept out other migrators was lost"])


@contextmanager
def migration_lock(
    connection: BaseDatabaseWrapper, deadline_seconds: float = LONGEST_WAIT_SECONDS
) -> Iterator[None]:
    """Keep out other movers and migrators while the block lasts.

    The lock is that of a transaction on a second connection. A lock of the session would not do
    behind a pooler in transaction mode, where the next statement may run in another session.

    Raises:
        LockTimeoutError: when another one is not done at the deadline.

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
            # A pool gives the connection to somebody else.
            holder.set_autocommit(True)
        holder.close()


def _poll(cursor: CursorWrapper, deadline_seconds: float) -> None:
    """Ask again and again: a statement that waits would be in the way of VACUUM."""
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
