"""A psycopg connection with a timeout for each wait."""

from collections.abc import Generator
from contextlib import contextmanager, nullcontext
from time import monotonic
from typing import Any, Self, override

import psycopg
from django.db import connection as django_connection
from psycopg.abc import PQGen, PQGenConn
from psycopg.waiting import Ready

from adapters.postgres.connections.availability import availability
from adapters.postgres.connections.errors import DatabaseAway, NoAnswer
from adapters.postgres.connections.limits import SLICE

GIVEN_UP = (DatabaseAway, NoAnswer)


class BoundedConnection(psycopg.Connection[Any]):
    """Raises an error after a timeout, or if the database is unresponsive.

    Every wait of psycopg is a generator that is resumed when the socket is ready, and at regular
    intervals before. A connection is closed after such an error.
    """

    _seconds: float | None = None

    @override
    @classmethod
    def _connect_gen(cls, conninfo: str = "") -> PQGenConn[Self]:
        connecting: PQGenConn[Self] = super()._connect_gen(conninfo)
        # While it starts a session, the server can respond and then wait, for example for a lock.
        connection = yield from bounded(connecting, availability.limits.answer, is_heard=False)
        availability.heard()
        return connection

    @override
    def wait[T](self, gen: PQGen[T], interval: float = SLICE, timeout: float | None = None) -> T:
        seconds = availability.limits.statement if self._seconds is None else self._seconds
        try:
            return super().wait(
                bounded(gen, seconds), interval=min(interval, seconds / 4), timeout=timeout
            )
        except psycopg.OperationalError as error:
            if isinstance(error, GIVEN_UP):
                self.pgconn.finish()
            raise

    @contextmanager
    def within(self, seconds: float) -> Generator[None]:
        """Limit each wait of the block to a number of seconds."""
        self._seconds = seconds
        try:
            yield
        finally:
            self._seconds = None


def bounded[Y, S: int, T](
    gen: Generator[Y, S, T], seconds: float, *, is_heard: bool = True
) -> Generator[Y, S, T]:
    """Run a psycopg generator; raise NoAnswer or DatabaseAway after a timeout.

    With `is_heard`, received data show that the database responds. That data can be sent shows
    nothing: the kernel accepts them.
    """
    until = monotonic() + seconds
    try:
        wanted = next(gen)
        while True:
            ready = yield wanted
            if ready:
                if is_heard and ready & Ready.R:
                    availability.heard()
            else:
                availability.refuse_all_if_silent()
                if monotonic() > until:
                    raise NoAnswer(seconds)
            wanted = gen.send(ready)
    except StopIteration as end:
        result: T = end.value
        return result


@contextmanager
def answered_within(seconds: float) -> Generator[None]:
    """Limit each wait for PostgreSQL in this thread to a number of seconds.

    Only the web server has bounded connections; elsewhere, this does nothing.
    """
    django_connection.ensure_connection()
    raw = django_connection.connection
    with raw.within(seconds) if isinstance(raw, BoundedConnection) else nullcontext():
        yield
