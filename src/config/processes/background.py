"""Runs work in another thread, which has its own database connection."""

import sys
from collections.abc import Callable
from threading import Thread

from django.db import connection

# The time in seconds after which a computing thread releases the interpreter. A request needs the
# interpreter several times, and would wait 5 ms each time with Python's default.
SWITCH_SECONDS = 0.001


def in_background(work: Callable[[], None]) -> None:
    """Run the work in another thread, and then return the connection of that thread to the pool.

    Inside a transaction the work runs immediately, in the thread of the caller, because no other
    connection sees the changes of the transaction.
    """
    if connection.in_atomic_block:
        work()
        return
    Thread(target=_run, args=[work], name="catalogue-update", daemon=True).start()


def _run(work: Callable[[], None]) -> None:
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        work()
    finally:
        connection.close()
