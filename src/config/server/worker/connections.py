"""The client connections of a worker that are waiting for I/O."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from selectors import BaseSelector
from socket import socket
from typing import Any

from gunicorn.workers.gthread import TConn

from config.server.worker.client_socket import ClientSocket
from config.server.worker.request_key import Asked


class Connection(TConn):  # type: ignore[misc]  # gunicorn is untyped
    """A connection of a client.

    `is_cut`: the request was not received completely. `has_head`: the headers were received, but
    not the whole body. `has_ended`: the client sends nothing more. `is_idle`: no request has begun.
    `is_early`: the response is sent without Django; `asked` has the key of the request.
    """

    def __init__(self, cfg: Any, raw: socket, client: Any, server: Any) -> None:
        self.client_socket = ClientSocket(raw)
        super().__init__(cfg, self.client_socket, client, server)
        self.received = bytearray()
        # A socket of the file system has no address.
        self.address = str(client[0]) if isinstance(client, tuple) else ""
        self.asked: Asked | None = None
        self.is_early = False
        self.is_cut = self.has_head = self.has_ended = self.is_idle = self.is_closed = False
        self.is_late_at = 0.0
        self.when_late: Callable[[Connection], None]

    def hand_over(self) -> None:
        """Pass the received data to gunicorn's parser."""
        self.data_ready = True
        self.init()
        self.parser.unreader.unread(bytes(self.received))
        self.received.clear()

    def take_back(self) -> None:
        """Keep the data after the request: the beginning of the next one."""
        self.received += self.parser.unreader.take_buffered()
        self.has_head = False


class Waiting:
    """The connections that wait for their client, each with a timeout in seconds."""

    def __init__(self, poller: BaseSelector) -> None:
        self._poller = poller
        self._connections: set[Connection] = set()

    def __iter__(self) -> Iterator[Connection]:
        return iter([*self._connections])

    def add(
        self,
        conn: Connection,
        event: int,
        when_ready: Callable[..., None],
        seconds: float,
        when_late: Callable[[Connection], None],
    ) -> None:
        """Call `when_ready` with the connection for each event, or `when_late` at the timeout."""
        self.remove(conn)
        conn.is_idle = False
        conn.is_late_at, conn.when_late = time.monotonic() + seconds, when_late
        self._poller.register(conn.client_socket, event, partial(when_ready, conn))
        self._connections.add(conn)

    def renew(
        self, conn: Connection, seconds: float, when_late: Callable[[Connection], None]
    ) -> bool:
        """Give a connection that waits a new timeout; return whether it waits."""
        conn.is_late_at, conn.when_late = time.monotonic() + seconds, when_late
        return conn in self._connections

    def remove(self, conn: Connection) -> None:
        if conn in self._connections:
            self._connections.remove(conn)
            self._poller.unregister(conn.client_socket)

    def first_late(self) -> Connection | None:
        """Return the connection with the earliest timeout."""
        return min(self._connections, key=lambda each: each.is_late_at, default=None)

    def behind(self) -> dict[Connection, int]:
        """Return the number of unsent bytes of each connection."""
        return {
            each: each.client_socket.unsent
            for each in self._connections
            if each.client_socket.unsent
        }

    def call_late(self, *, everybody: bool) -> None:
        now = time.monotonic()
        for conn in self:
            if everybody or conn.is_late_at <= now:
                conn.when_late(conn)

    def limit_idle(self, until: float) -> None:
        """Limit the wait for the next request of all connections."""
        for conn in self._connections:
            if conn.is_idle:
                conn.is_late_at = min(conn.is_late_at, until)
