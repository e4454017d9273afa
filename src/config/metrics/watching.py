"""Measures requests, updates of the catalogue, and the state of this process."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter, time
from typing import Any, cast

from django.conf import settings
from django.db import connection

from adapters.catalogue.changes.position import Position
from adapters.postgres.backend.base import DatabaseWrapper
from adapters.postgres.connections import availability
from adapters.postgres.connections.pool import Pool
from config.metrics import instruments
from config.routes import route_of
from domain.search.ports import CatalogueSource, Reading
from domain.search.search_index import SearchIndex

METHODS = {"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"}


def count_request(environ: dict[str, Any], status: int, seconds: float) -> None:
    """Count a response; `environ` is the WSGI environment, including keys of the application."""
    route = route_of(environ.get("PATH_INFO", ""))
    method = environ.get("REQUEST_METHOD", "")
    instruments.requests.labels(method if method in METHODS else "other", route, status).inc()
    instruments.request_seconds.labels(route).observe(seconds)
    if source := environ.get("tutorials.source"):
        instruments.answers.labels(source).inc()


@contextmanager
def catalogue_timer(what: str) -> Iterator[None]:
    """Measure what `LiveSearchIndex` observes: a wait, an update or a rebuild."""
    began = perf_counter()
    try:
        yield
    finally:
        seconds = perf_counter() - began
        if what == "wait":
            instruments.catalogue_wait_seconds.observe(seconds)
        else:
            instruments.catalogue_seconds.labels(what).observe(seconds)


def watch_pool() -> None:
    """Measure how long threads wait for a connection of the pool."""
    Pool.waited = staticmethod(_waited)


def _waited(seconds: float, *, in_vain: bool) -> None:
    instruments.pool_seconds.observe(seconds)
    if in_vain:
        instruments.pool_timeouts.inc()


class Published:
    """A `CatalogueSource` that publishes the state of this process at each complete check."""

    def __init__(self, catalogue: CatalogueSource) -> None:
        self._catalogue = catalogue
        self._edition = ""
        instruments.build.labels(settings.PROJECT.version, settings.COMMIT or "").set(1)

    def current(self) -> SearchIndex:
        return self._catalogue.current()

    def read(self, version: str | None = None) -> Reading:
        return self._catalogue.read(version)

    def complete(self) -> SearchIndex:
        """Return the index, and publish its state; after an error, only the other metrics."""
        try:
            index = self._catalogue.complete()
            self._publish(index)
            return index
        finally:
            _publish_connections()

    def _publish(self, index: SearchIndex) -> None:
        now = time()
        # The time does not change while responses come from the last catalogue.
        if self._catalogue.read().age_seconds is None:
            instruments.catalogue_checked.set(now)
        if index.edition != self._edition:
            self._edition = index.edition
            instruments.catalogue_changed.set(now)
            instruments.catalogue_listings.set(index.size)
            instruments.catalogue_version.set(cast("Position", index.position).number)


def _publish_connections() -> None:
    # Prometheus does not see the first increase of a counter that begins with it.
    instruments.pool_timeouts.inc(0)
    instruments.database_available.set(availability.is_available)
    pool = cast("DatabaseWrapper", connection).pool
    if pool is not None:
        for state, count in pool.counts().items():
            instruments.pool_connections.labels(state).set(count)
