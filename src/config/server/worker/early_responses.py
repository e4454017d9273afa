"""Responds to requests before Django's handler is entered, if it has handled an equal one.

The main thread of the worker collects the requests that have arrived. Another thread checks whether
the catalogue of the responses is still the latest, and then the main thread sends them. So a
request does not change threads, and requests that arrive together share one query. If only the
body differs from that of an earlier request, a third thread creates the response by its template.
"""

import logging
from collections.abc import Callable
from functools import partial
from queue import SimpleQueue
from threading import Thread
from time import monotonic, perf_counter
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from gunicorn import util

from api.http.caching.response_cache import SOURCE
from api.http.request_id import KEY, current_request_id, new_id
from config.server.observation import Observed
from config.server.worker.connections import Connection
from config.server.worker.recorder import Recorder
from config.server.worker.request_key import REFUSED, Asked, read_key
from config.server.worker.sent_responses import SentResponse, SentResponses
from config.server.worker.templates import Creations, Template, Templates
from domain.search.ports import CatalogueSource, Reading
from domain.search.search_index import SearchIndex

logger = logging.getLogger(__name__)
# The longest wait of a request for the check; after it, Django handles the request.
PATIENCE_SECONDS = 0.05

type Batch = list[Pending]


class Pending(NamedTuple):
    conn: Connection
    asked: Asked
    response: SentResponse | None
    template: Template | None
    since: float


class EarlyResponses:
    """`send` sends a response, and `go_on` passes a request to Django; both in the main thread.

    `defer` calls a function in the main thread, and `submit` in another one.
    """

    patience_seconds = PATIENCE_SECONDS

    def __init__(
        self,
        application: Observed,
        catalogue: CatalogueSource,
        *,
        defer: Callable[..., None],
        submit: Callable[..., object],
        send: Callable[[Connection, bytes], None],
        go_on: Callable[[Connection], None],
    ) -> None:
        self.recorder, self.sent = Recorder(application), SentResponses()
        self.templates = Templates()
        self._creations = Creations[Pending](defer=defer, submit=submit, finish=self._created)
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
        if asked is None:
            return False
        response, template = self.sent.get(asked.key), self.templates.get(asked.head)
        if response is not None and not response.is_valid:
            response = None
        if response is None and template is None:
            return False
        conn.is_early = True
        self._next.append(Pending(conn, asked, response, template, perf_counter()))
        return True

    def record(self, conn: Connection) -> None:
        """Record the response of this thread to a request, if equal requests can get it too."""
        recorded = self.recorder.take()
        if recorded is not None and conn.asked is not None:
            self.sent.add(conn.asked.key, recorded.response)
            self.templates.add(conn.asked.head, recorded.template)

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
            # It can have been replaced since, by a response of the latest catalogue.
            if latest is not None and each.response and each.response.catalogue() is latest:
                self._respond(each, each.response)
            elif latest is not None and each.template:
                self._create(each, each.template, latest)
            else:
                self._pass_on(each)
        self.check()

    def _create(self, pending: Pending, template: Template, catalogue: SearchIndex) -> None:
        asked = pending.asked
        work = partial(template.create, asked.body, catalogue)
        self._creations.create((asked.key, catalogue), work, pending)

    def _created(self, response: SentResponse | None, waiting: Batch) -> None:
        if response:
            self.sent.add(waiting[0].asked.key, response)
        for each in waiting:
            if response:
                self._respond(each, response)
            else:
                self._pass_on(each)

    def _pass_on(self, pending: Pending) -> None:
        pending.conn.is_early = False
        if not pending.conn.is_closed:
            self._go_on(pending.conn)

    def _respond(self, pending: Pending, response: SentResponse) -> None:
        pending.conn.is_early = False
        if pending.conn.is_closed:
            return
        try:
            self._send_now(pending, response)
        except Exception:
            # The worker continues with the other connections.
            logger.exception("A response cannot be sent")

    def _send_now(self, pending: Pending, response: SentResponse) -> None:
        request_id = pending.asked.request_id or new_id()
        head = (
            f"HTTP/1.1 {response.status}\r\nServer: gunicorn\r\nDate: {util.http_date()}\r\n"
            "Connection: keep-alive\r\n"
        )
        end = f"X-Request-ID: {request_id}\r\n\r\n".encode()
        self._send(pending.conn, b"".join((head.encode(), response.headers, end, response.body)))
        if self._watchers:
            source = "cache" if response is pending.response else "index"
            environ = {**response.environ, KEY: request_id, SOURCE: source}
            current_request_id.set(request_id)
            for watch in self._watchers:
                watch(environ, int(response.status[:3]), perf_counter() - pending.since)
            current_request_id.set("")
