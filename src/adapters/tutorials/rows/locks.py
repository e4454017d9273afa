"""Locks that let one transaction at a time check what it is about to store."""

from django.db import OperationalError, connection
from psycopg.errors import LockNotAvailable

from domain.errors import Busy

# The advisory locks of transactions that plan sessions, and of those that store new codes. The
# numbers are arbitrary.
PLANNING, CODES = 0x636C6173686573, 0x636F646573
LONGEST_WAIT = "10s"


def lock_writers(lock: int, message: str) -> None:
    """Take a lock that only one transaction at a time can have, until this transaction ends.

    Raises:
        Busy: if another transaction, for example a prepared one, has the lock for too long.

    """
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SET LOCAL lock_timeout = '{LONGEST_WAIT}';"
                f"SELECT pg_advisory_xact_lock({lock});"
                "SET LOCAL lock_timeout = '0'"
            )
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            raise Busy(message) from error
        raise
