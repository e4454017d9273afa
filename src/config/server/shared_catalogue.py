"""The first catalogue, which the workers of a server share.

The server reads it before it forks the workers, so that they have the same memory. A worker that
starts later catches up by the log of changes, or reads everything if the log does not reach back
that far.
"""

import gc
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import Any, cast

from django.db import connection
from gunicorn.arbiter import Arbiter

from adapters.postgres.backend.base import DatabaseWrapper
from config.server.follower import build
from config.wiring import feed, ports

# What stops a server or replaces it.
STOPPING = (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)


class Interrupted(BaseException):
    """The server is being stopped. No handler of errors may catch this."""


def read_before_fork(server: Arbiter) -> None:
    """Read the catalogue, if the database answers, and keep no connection open.

    Without a database the workers start as quickly as with it, and read it when they can.
    """
    try:
        with _interrupted_by_signals(server):
            build(ports().catalogue)
    except Interrupted:
        # The signal is in the queue of the server.
        return
    finally:
        close_connections()
    # A collection in a worker would write to all objects, and so copy their memory.
    gc.collect()
    gc.freeze()


def close_connections() -> None:
    """Close all connections of this process: two processes cannot share one."""
    feed().close()
    connection.close()
    cast("DatabaseWrapper", connection).close_pool()


@contextmanager
def _interrupted_by_signals(server: Arbiter) -> Iterator[None]:
    """Raise `Interrupted` at a signal that stops the server, which handles it afterwards."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        server.signal(number, frame)
        # A second signal must not interrupt what the first one leads to.
        _restore(handlers)
        raise Interrupted

    handlers = {number: signal.getsignal(number) for number in STOPPING}
    for number in STOPPING:
        signal.signal(number, interrupt)
    try:
        yield
    finally:
        _restore(handlers)


def _restore(handlers: Mapping[signal.Signals, Any]) -> None:
    for number, handler in handlers.items():
        signal.signal(number, handler)
