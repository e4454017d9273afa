"""A threaded gunicorn worker in which no thread waits for a client.

The main thread of the worker handles all connections: it reads requests, and sends the parts of
responses that clients do not accept immediately. A complete request is passed to another thread,
except those in which nothing can wait (`immediate`). Liveness therefore needs no free thread, and
thousands of requests in a second that are refused because of a known outage keep no threads busy.
"""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from http import HTTPStatus
from selectors import EVENT_READ, EVENT_WRITE
from socket import socket
from typing import TYPE_CHECKING, Any

from gunicorn import util
from gunicorn.errors import ConfigError
from gunicorn.workers.gthread import ThreadWorker

from config.environment import environment
from config.server.worker.completeness import arrival, asks_for_liveness, target
from config.server.worker.connections import Connection, Waiting
from config.server.worker.immediate import Immediate

if TYPE_CHECKING:
    from config.server.worker.early_responses import EarlyResponses

# For the client to receive the rest of the response before the connection is reset.
LINGER_SECONDS = 2
SWEEP_SECONDS = 0.5
MOST_UNSENT_BYTES = 64 * 1024 * 1024
# Accepted at once during an outage. Otherwise one, so that other workers get some, too.
MOST_ACCEPTED = 8


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn is untyped
    # Whether a request, given by method and path, is answered without waiting; see config.gunicorn.
    refuses_at_once: Callable[[str, str], bool]

    @classmethod
    def check_config(cls, cfg: Any, log: Any) -> None:
        if cfg.is_ssl:
            raise ConfigError("the proxy must provide TLS: see deploy/nginx.conf")
        super().check_config(cfg, log)

    def run(self) -> None:
        limits = environment()
        # To receive the headers (from the connection or the first byte of the next request), to
        # receive the body, and to send the response.
        self.head_seconds = limits.client_head_seconds
        self.body_seconds = limits.client_body_seconds
        self.answer_seconds = limits.client_answer_seconds
        self.waiting = Waiting(self.poller)
        self.swept_at = 0.0
        self.immediate = Immediate(self._respond_immediately)
        self.early = self._early_responses()
        if self.early:
            self.wsgi = self.early.recorder
        super().run()

    def _early_responses(self) -> "EarlyResponses | None":
        # Imported here, because Django is configured only after the application is loaded.
        from config.server.observation import Observed
        from config.server.worker.early_responses import EarlyResponses
        from config.wiring import ports

        # With traces, the application is another one: each request has a span.
        if not isinstance(self.wsgi, Observed):
            return None
        # One thread: responses are created in pure Python, so more would only wait for each other.
        creating = ThreadPoolExecutor(1, "responses")
        return EarlyResponses(
            self.wsgi,
            ports().catalogue,
            defer=self.method_queue.defer,
            submit=creating.submit,
            send=self._send_early,
            go_on=self._submit,
        )

    def accept(self, listener: socket) -> None:
        for _ in range(MOST_ACCEPTED if self.immediate else 1):
            if not self._accept_one(listener):
                return

    def _accept_one(self, listener: socket) -> bool:
        """Accept a connection; if there are too many, close the one with the earliest timeout."""
        try:
            raw, client = listener.accept()
        except OSError:
            return False  # Another worker was faster, or the client is gone.
        self.nr_conns += 1
        if self.nr_conns >= self.worker_connections and (first := self.waiting.first_late()):
            self._close(first)
        conn = Connection(self.cfg, raw, client, listener.getsockname())
        self.waiting.add(conn, EVENT_READ, self._receive, self.head_seconds, self._refuse)
        self._receive(conn)
        return True

    def handle(self, conn: Connection) -> Any:
        conn.hand_over()
        goes_on = super().handle(conn)
        if goes_on and self.early:
            self.early.record(conn)
        return goes_on

    def _keepalive_after(self, conn: Connection, keepalive: Any) -> bool:
        # After a body that was not read, the start of the next request is unknown.
        return not conn.is_cut and super()._keepalive_after(conn, keepalive)

    def finish_request(self, conn: Connection, fs: Future[Any]) -> None:
        try:
            goes_on = fs.result() and not conn.has_ended
            if goes_on:
                conn.take_back()
            if conn.client_socket.unsent:
                self._wait_to_send(goes_on, conn)
            else:
                self._send(goes_on, conn)
        except Exception:  # noqa: BLE001 (as gunicorn has it: whatever it was, the worker goes on)
            self._close(conn)

    def _wait_to_send(self, goes_on: bool, conn: Connection) -> None:  # noqa: FBT001
        send = partial(self._send, goes_on)
        self.waiting.add(conn, EVENT_WRITE, send, self.answer_seconds, self._close)
        self._bound_unsent()

    def _bound_unsent(self) -> None:
        """Limit the number of unsent bytes in memory."""
        unsent = self.waiting.behind()
        while sum(unsent.values()) > MOST_UNSENT_BYTES:
            oldest = min(unsent, key=lambda each: each.is_late_at)
            del unsent[oldest]
            self._close(oldest)

    def murder_keepalived(self, force: bool = False) -> None:  # noqa: FBT001, FBT002 (gunicorn's)
        now = time.monotonic()
        if not force and now < self.swept_at + SWEEP_SECONDS:
            return
        self.swept_at = now
        self.waiting.call_late(everybody=force)

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        if self.immediate:
            timeout = 0
        elif self.early and self.early.is_checking:
            timeout = min(timeout, self.early.patience_seconds)
        super().wait_for_and_dispatch_events(timeout)
        self.immediate.run()
        if self.early:
            self.early.check()

    def _cap_keepalive(self, deadline: float) -> None:
        self.waiting.limit_idle(deadline)

    def _receive(self, conn: Connection, _socket: Any = None) -> None:
        if conn.is_early:
            # The next request, or the end of the connection: read after the response.
            self.waiting.remove(conn)
            return
        try:
            data = conn.client_socket.receive()
        except OSError:
            self._close(conn)
            return
        if data is None:
            return
        conn.received += data
        conn.has_ended = not data
        if not conn.received:
            self._close(conn)
        else:
            self._look(conn)

    def _look(self, conn: Connection) -> None:
        """Handle a complete request; otherwise wait for the rest, with a timeout."""
        found = arrival(conn.received, has_ended=conn.has_ended)
        if found.is_complete:
            conn.is_cut, conn.asked = found.is_cut, None
            if not self._takes_early(conn):
                self._submit(conn)
            return
        if conn.is_idle:
            self.waiting.add(conn, EVENT_READ, self._receive, self.head_seconds, self._refuse)
        if found.has_head and not conn.has_head:
            conn.has_head = True
            conn.is_late_at = time.monotonic() + self.body_seconds
            if found.expects_word:
                conn.client_socket.send_continue()

    def _takes_early(self, conn: Connection) -> bool:
        # In a known outage, the check of the catalogue would fail.
        return bool(
            (self.alive and self.early and not conn.has_ended)
            and not self._is_refused_at_once(conn)
            and self.early.take(conn)
        )

    def _submit(self, conn: Connection) -> None:
        self.waiting.remove(conn)
        is_urgent = asks_for_liveness(conn.received)
        if is_urgent or self._is_refused_at_once(conn):
            # Not here: many requests in one packet would be as many nested calls.
            self.immediate.add(conn, is_urgent=is_urgent)
            return
        self.tpool.submit(self.handle, conn).add_done_callback(
            lambda future: self.method_queue.defer(self.finish_request, conn, future)
        )

    def _respond_immediately(self, conn: Connection) -> None:
        done = Future[Any]()
        done.set_result(self.handle(conn))
        self.finish_request(conn, done)

    def _is_refused_at_once(self, conn: Connection) -> bool:
        asked = target(conn.received)
        return asked is not None and not conn.is_cut and self.refuses_at_once(*asked)

    def _send_early(self, conn: Connection, response: bytes) -> None:
        conn.received.clear()
        conn.has_head = False
        try:
            conn.client_socket.sendall(response)
        except OSError:
            self._close(conn)
            return
        if conn.client_socket.unsent:
            self._wait_to_send(True, conn)  # noqa: FBT003
            return
        seconds = self.cfg.keepalive if self.alive else min(self.cfg.keepalive, 1)
        if not self.waiting.renew(conn, seconds, self._close):
            self.waiting.add(conn, EVENT_READ, self._receive, seconds, self._close)
        conn.is_idle = True

    def _send(self, goes_on: bool, conn: Connection, _socket: Any = None) -> None:  # noqa: FBT001
        try:
            if not conn.client_socket.flush():
                return
            if goes_on:
                seconds = self.cfg.keepalive if self.alive else min(self.cfg.keepalive, 1)
                self.waiting.add(conn, EVENT_READ, self._receive, seconds, self._close)
                conn.is_idle = True
                if conn.received:
                    self._look(conn)
            else:
                conn.client_socket.finish()
                self.waiting.add(conn, EVENT_READ, self._drain, LINGER_SECONDS, self._close)
                self._drain(conn)
        except OSError:
            self._close(conn)

    def _drain(self, conn: Connection, _socket: Any = None) -> None:
        """Read until the client closes: closing with unread data would reset the connection."""
        try:
            if conn.client_socket.receive() == b"":
                self._close(conn)
        except OSError:
            self._close(conn)

    def _refuse(self, conn: Connection) -> None:
        """Respond to an incomplete request, and close the connection."""
        status = HTTPStatus.REQUEST_TIMEOUT
        # Replaced by config.server.worker.malformed_requests.
        util.write_error(conn.client_socket, status, status.phrase, "")
        self._close(conn)

    def _close(self, conn: Connection) -> None:
        if conn.is_closed:
            return
        conn.is_closed = True
        self.waiting.remove(conn)
        self.nr_conns -= 1
        conn.client_socket.end()
