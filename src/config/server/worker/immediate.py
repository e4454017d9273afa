"""Requests that the main thread of a worker handles itself, because nothing in them can wait.

They are the liveness check, and what is refused because of a known outage. Between two of them, the
main thread must look for new connections: behind forty requests, the liveness check would be late.
"""

from collections import deque
from collections.abc import Callable
from time import monotonic

from config.server.worker.connections import Connection

# The longest time between two looks at the connections, but for the last request in it.
SECONDS_AT_A_TIME = 0.002


class Immediate:
    """A queue of connections with a complete request; `handle` responds to one."""

    def __init__(self, handle: Callable[[Connection], None]) -> None:
        self._handle = handle
        self._queue: deque[Connection] = deque()

    def __bool__(self) -> bool:
        return bool(self._queue)

    def add(self, conn: Connection, *, is_urgent: bool) -> None:
        """Handle the request in the next `run`; an urgent one before all others."""
        if is_urgent:
            self._queue.appendleft(conn)
        else:
            self._queue.append(conn)

    def run(self) -> None:
        """Handle requests for a short time."""
        until = monotonic() + SECONDS_AT_A_TIME
        while self._queue:
            self._handle(self._queue.popleft())
            if monotonic() > until:
                return
