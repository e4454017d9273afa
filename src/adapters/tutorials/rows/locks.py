"""Locks that let one transaction at a time check what it is about to store."""

from django.db import OperationalError, connection
from psycopg.errors import LockNotAvailable

from domain.errors import Busy

# Of all advisory locks, those of the transactions that plan sessions and that store new codes; any
# numbers of 64 bits.
PLANNING, CODES = 0x636C6173686573, 0x636F646573
LONGEST_WAIT = "10s"


def lock_writers(lock: int, message: str) -> None:
    """Let no other transaction pass this lock until the present one ends.

    Raises:
        Busy: if another one, such as a prepared transaction, does not end in time.

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
