"""A connection pool with short timeouts.

psycopg's own pool connects in background threads, whose pauses double while the database is away.
Its clients wait for them, and remain in its queue after their timeout. In this pool, the thread
that needs a connection creates it, so it works again as soon as the database does.
"""

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from select import POLLIN, poll
from threading import BoundedSemaphore, Lock
from time import monotonic
from typing import Any, Protocol, cast

from psycopg import Error, OperationalError
from psycopg.pq import TransactionStatus

from adapters.postgres.connections.availability import availability
from adapters.postgres.connections.bounded import BoundedConnection
from adapters.postgres.connections.errors import NoAnswer
from adapters.postgres.connections.limits import FRESH

# The maximum idle time and age of a connection.
MOST_IDLE_SECONDS = 10 * 60
OLDEST_SECONDS = 60 * 60


class Waited(Protocol):
    def __call__(self, seconds: float, *, in_vain: bool) -> None: ...


def _ignore(seconds: float, *, in_vain: bool) -> None:
    """Ignore a wait."""


class Pool:
    """Holds up to `size` connections; has the interface that Django requires of a pool."""

    # Called with the seconds that a thread waited for a connection, and whether it got none.
    waited: Waited = staticmethod(_ignore)

    def __init__(self, connect: Callable[[], BoundedConnection], *, size: int) -> None:
        self._connect, self._size = connect, size
        self._places = BoundedSemaphore(size)
        self._lock = Lock()
        # Ordered by last use.
        self._idle: deque[tuple[BoundedConnection, float]] = deque()
        self._made: dict[BoundedConnection, float] = {}
        self._is_closed = False

    def open(self) -> None:
        """Do nothing: connections are created on demand."""

    def getconn(self) -> BoundedConnection:
        """Return a checked connection.

        Raises:
            psycopg.OperationalError: when there is none within the limits.

        """
        availability.refuse_all_if_silent()
        self._take_place(availability.limits.answer)
        try:
            connection = self._idle_one() or self._new_one()
        except BaseException:
            self._places.release()
            raise
        # Django looks for the pool in this attribute, whose type is psycopg's own pool.
        connection._pool = cast("Any", self)
        return connection

    def counts(self) -> dict[str, int]:
        """Return the numbers of connections: `used`, `idle`, and the allowed total (`size`)."""
        idle = len(self._idle)
        return {"used": max(0, len(self._made) - idle), "idle": idle, "size": self._size}

    @property
    def is_open(self) -> bool:
        """Whether it has a connection, in use or idle."""
        return bool(self._made)

    def putconn(self, connection: BoundedConnection) -> None:
        """Return a connection to the pool; roll back an open transaction."""
        connection._pool = None
        try:
            if self._is_good(connection):
                with self._lock:
                    self._idle.append((connection, monotonic()))
            else:
                self._drop(connection)
            self._drop_unused()
        finally:
            self._places.release()

    def close(self) -> None:
        """Close idle connections now, and the others when they are returned."""
        self._is_closed = True
        self._drop_idle()

    def _take_place(self, seconds: float) -> None:
        began = monotonic()
        has_place = self._places.acquire(timeout=seconds)
        self.waited(monotonic() - began, in_vain=not has_place)
        if not has_place:
            raise OperationalError(f"no connection of the pool was free within {seconds:g} seconds")

    def _new_one(self) -> BoundedConnection:
        availability.refuse_new_if_away()
        try:
            connection = self._connect()
        except NoAnswer as error:
            availability.suspect(error)
            raise
        self._made[connection] = monotonic()
        return connection

    def _idle_one(self) -> BoundedConnection | None:
        while True:
            with self._lock:
                if not self._idle:
                    return None
                connection, since = self._idle.pop()
            if _has_ended(connection):
                self._drop(connection)
            elif monotonic() - since < FRESH or _answers(connection):
                return connection
            else:
                self._drop(connection)
                # The others were idle for longer, so they are probably lost too.
                self._drop_idle()

    def _is_good(self, connection: BoundedConnection) -> bool:
        if connection.pgconn.transaction_status in (
            TransactionStatus.INTRANS,
            TransactionStatus.INERROR,
        ):
            with suppress(Error):
                connection.rollback()
        age = monotonic() - self._made[connection]
        is_idle = connection.pgconn.transaction_status == TransactionStatus.IDLE
        return is_idle and age < OLDEST_SECONDS and not self._is_closed

    def _drop(self, connection: BoundedConnection) -> None:
        self._made.pop(connection, None)
        connection.close()

    def _drop_idle(self, *, unused_since: float = float("inf")) -> None:
        while True:
            with self._lock:
                if not self._idle or self._idle[0][1] > unused_since:
                    return
                connection, _ = self._idle.popleft()
            self._drop(connection)

    def _drop_unused(self) -> None:
        self._drop_idle(unused_since=monotonic() - MOST_IDLE_SECONDS)


def _has_ended(connection: BoundedConnection) -> bool:
    """Whether an idle connection has unread data: nearly always its end."""
    if connection.closed:
        return True
    waiting = poll()
    waiting.register(connection.fileno(), POLLIN)
    return bool(waiting.poll(0))


def _answers(connection: BoundedConnection) -> bool:
    try:
        with connection.within(availability.limits.check):
            connection.execute("")
    except Error:
        return False
    return connection.pgconn.transaction_status == TransactionStatus.IDLE
