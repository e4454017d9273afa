"""Runs work in a thread of its own, with a database connection of its own."""

from collections.abc import Callable
from threading import Thread

from django.db import connection


def aside(work: Callable[[], None]) -> None:
    """Run the work in another thread, whose connection then goes back to the pool.

    In a transaction of the caller's it runs at once, as only the caller sees what that has done.
    """
    if connection.in_atomic_block:
        work()
        return
    Thread(target=_run, args=[work], name="catalogue-catching-up", daemon=True).start()


def _run(work: Callable[[], None]) -> None:
    try:
        work()
    finally:
        connection.close()
