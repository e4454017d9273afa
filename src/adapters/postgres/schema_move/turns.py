"""An advisory lock that migrate and schema_move take, so that only one of them runs at a time."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from adapters.postgres.schema_move.errors import LockNotHadError

# Known to no other program of this database.
KEY = 2026_0003
# As long as a migration of another session may take.
LONGEST_TURN_SECONDS = 300.0

HOLDERS = """
    SELECT format('pid %%s (%%s, %%s): %%s', a.pid, a.usename, a.state, left(a.query, 200))
    FROM pg_locks l JOIN pg_stat_activity a USING (pid)
    WHERE l.locktype = 'advisory' AND l.classid = 0 AND l.objid = %s AND l.objsubid = 1
        AND l.granted AND a.datname = current_database()
"""


def take_turn(cursor: CursorWrapper, deadline_seconds: float) -> None:
    """Keep out other movers and migrators until the transaction ends.

    Raises:
        LockNotHadError: when another one is not done at the deadline.

    """
    _poll(cursor, "SELECT pg_try_advisory_xact_lock(%s)", deadline_seconds)


@contextmanager
def turn(
    connection: BaseDatabaseWrapper, deadline_seconds: float = LONGEST_TURN_SECONDS
) -> Iterator[None]:
    """Keep out other movers and migrators while the block lasts.

    Raises:
        LockNotHadError: when another one is not done at the deadline.

    """
    with connection.cursor() as cursor:
        _poll(cursor, "SELECT pg_try_advisory_lock(%s)", deadline_seconds)
    try:
        yield
    finally:
        # A connection that is gone, or a transaction that failed, has no lock to give back.
        if connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [KEY])


def _poll(cursor: CursorWrapper, sql: str, deadline_seconds: float) -> None:
    """Ask again and again: a statement that waits would be in the way of VACUUM."""
    end = time.monotonic() + deadline_seconds
    while True:
        cursor.execute(sql, [KEY])
        if cursor.fetchone()[0]:
            return
        if time.monotonic() > end:
            cursor.execute(HOLDERS, [KEY])
            holders = [row[0] for row in cursor.fetchall()]
            raise LockNotHadError(["another session is running migrate or schema_move:", *holders])
        time.sleep(0.1)
