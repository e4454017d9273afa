"""Responds to requests before Django's handler is entered, if the response was sent before.

The main thread of the worker collects the requests that have arrived. Another thread checks whether
the catalogue of the responses is still the latest, and then the main thread sends them. So a
request does not change threads, and requests that arrive together share one query.
"""

import logging
from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread
from time import monotonic, perf_counter
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from gunicorn import util

from api.http.request_id import KEY, current_request_id, new_id
from config.server.observation import Observed
from config.server.worker.connections import Connection
from config.server.worker.request_key import REFUSED, Asked, read_key
from config.server.worker.sent_responses import Recorder, SentResponse, SentResponses
from domain.search.ports import CatalogueSource, Reading

logger = logging.getLogger(__name__)
# The longest wait of a request for the check; after it, Django handles the request.
PATIENCE_SECONDS = 0.05

type Batch = list[Pending]


class Pending(NamedTuple):
    conn: Connection
    response: SentResponse
    asked: Asked
    since: float


class EarlyResponses:
    """`send` sends a response, and `go_on` passes a request to Django; both in the main thread.

    `defer` calls a function in the main thread.
    """

    patience_seconds = PATIENCE_SECONDS

    def __init__(
        self,
        application: Observed,
        catalogue: CatalogueSource,
        *,
        defer: Callable[..., None],
        send: Callable[[Connection, bytes], None],
        go_on: Callable[[Connection], None],
    ) -> None:
        self.recorder, self.sent = Recorder(application), SentResponses()
        # Cookies only matter where the links of meetings depend on the caller.
        self._refused = REFUSED if settings.MEETING_LINKS_HIDDEN else REFUSED - {b"cookie"}
        self._watchers, self._catalogue = application.watchers, catalogue
        self._defer, self._send, self._go_on = defer, send, go_on
        self._next: Batch = []
        self._checked: Batch = []
        self._is_checking, self._began_at = False, 0.0
        self._batches: SimpleQueue[Batch] = SimpleQueue()
        Thread(target=self._run_checks, name="early-responses", daemon=True).start()

    @property
    def is_checking(self) -> bool:
        return self._is_checking

    def take(self, conn: Connection) -> bool:
        """Return whether there is a response for the request of a connection; it is sent later."""
        asked = conn.asked = read_key(conn.received, conn.address, refused=self._refused)
        response = asked and self.sent.get(asked.key)
        if asked is None or response is None or not response.is_valid:
            return False
        conn.is_early = True
        self._next.append(Pending(conn, response, asked, perf_counter()))
        return True

    def record(self, conn: Connection) -> None:
        """Record the response of this thread to a request, if equal requests can get it too."""
        response = self.recorder.take()
        if response is not None and conn.asked is not None:
            self.sent.add(conn.asked.key, response)

    def check(self) -> None:
        """Start a check for the requests that have arrived; called after each round of events."""
        if self._is_checking:
            if self._next and monotonic() > self._began_at + PATIENCE_SECONDS:
                self._give_up()
        elif self._next:
            self._checked, self._next = self._next, []
            self._is_checking, self._began_at = True, monotonic()
            self._batches.put(self._checked)

    def _give_up(self) -> None:
        for each in (*self._checked, *self._next):
            self._pass_on(each)
        self._checked, self._next = [], []

    def _run_checks(self) -> None:
        while True:
            batch = self._batches.get()
            reading: Reading | None = None
            try:
                reading = self._catalogue.read()
            except Exception:  # noqa: BLE001 (Django gets the same error)
                reading = None
            finally:
                connection.close()
            self._defer(self._finish, batch, reading)

    def _finish(self, batch: Batch, reading: Reading | None) -> None:
        self._is_checking = False
        latest = reading.catalogue if reading and reading.age_seconds is None else None
        if batch is not self._checked:
            return  # Passed on to Django.
        self._checked = []
        for each in batch:
            try:
                # It can have been replaced since, by a response of the latest catalogue.
                if latest is not None and each.response.catalogue() is latest:
                    self._respond(each)
                else:
                    self._pass_on(each)
            except Exception:
                # The worker continues with the other connections.
                logger.exception("A response cannot be sent")
        self.check()

    def _pass_on(self, pending: Pending) -> None:
        pending.conn.is_early = False
        if not pending.conn.is_closed:
            self._go_on(pending.conn)

    def _respond(self, pending: Pending) -> None:
        conn, response = pending.conn, pending.response
        conn.is_early = False
        if conn.is_closed:
            return
        request_id = pending.asked.request_id or new_id()
        head = (
            f"HTTP/1.1 {response.status}\r\nServer: gunicorn\r\nDate: {util.http_date()}\r\n"
            "Connection: keep-alive\r\n"
        )
        end = f"X-Request-ID: {request_id}\r\n\r\n".encode()
        self._send(conn, b"".join((head.encode(), response.headers, end, response.body)))
        if self._watchers:
            environ = {**response.environ, KEY: request_id}
            current_request_id.set(request_id)
            for watch in self._watchers:
                watch(environ, int(response.status[:3]), perf_counter() - pending.since)
            current_request_id.set("")
