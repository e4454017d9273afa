"""The catalogue that the workers of a server share.

The server reads it before it forks the workers, so that they have the same memory, and brings it
up to date before it replaces them (`renewal`). A worker that starts later catches up by the log of
changes, or reads everything if the log does not reach back that far.
"""

import logging
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from time import monotonic
from types import FrameType
from typing import Any, cast

from django.conf import settings
from django.db import connection
from gunicorn.arbiter import Arbiter

from adapters.postgres.backend.base import DatabaseWrapper
from api.rendering.search_page import prepare
from config.processes.garbage_collector import paused
from config.server.follower import build
from config.wiring import feed, live_index, renewal

logger = logging.getLogger(__name__)
# All products with 26,800 events need less.
MOST_BYTES = 256 * 1024 * 1024
# What stops a server or replaces it.
STOPPING = (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)


class Interrupted(BaseException):
    """The server is being stopped. No handler of errors may catch this."""


def read_before_fork(server: Arbiter) -> None:
    """Read the catalogue, if the database answers, and keep no connection open.

    Without a database the workers start as quickly as with it, and read it when they can.
    """
    began_at = monotonic()
    try:
        with _interrupted_by_signals(server), paused():
            if build(live_index().renew):
                _prepare_answers()
    except Interrupted:
        # The signal is in the queue of the server.
        return
    finally:
        close_connections()
        renewal().done(monotonic() - began_at)
    # `paused` has frozen all objects: a collection in a worker would write to them, and so copy
    # their memory.


def _prepare_answers() -> None:
    """Serialise the products: the first page that shows them would take up to 20 ms longer."""
    try:
        # As callers without a name get them.
        with_links = not settings.MEETING_LINKS_HIDDEN
        hits = live_index().current().hits()
        prepare(hits, with_links=with_links, most_bytes=MOST_BYTES)
    except Exception:
        # A request that needs it gets the same error.
        logger.exception("The answers of the search cannot be prepared")


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
