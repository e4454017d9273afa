"""Repeats the 503 of a route, without Django, while the database is known to be unavailable.

Such a response takes a fraction of the time, and waits for nothing. The main thread of a worker can
therefore send it, and clients that repeat their requests do not delay the liveness check.
"""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import cast

from django.core.handlers.wsgi import get_path_info
from django.db import connection
from django.utils.encoding import escape_uri_path

from adapters.postgres.backend.base import DatabaseWrapper
from adapters.postgres.connections import availability
from api.http.problems import MEDIA_TYPE, problem_json
from api.http.request_id import identify
from config.routes import route_of
from config.server.gateway import Application, Environ, StartResponse

type Headers = list[tuple[str, str]]
type Key = tuple[object, ...]

STATUS = HTTPStatus.SERVICE_UNAVAILABLE
# The headers of a response depend on these parts of a request.
PARTS = (
    *("REQUEST_METHOD", "HTTP_HOST", "HTTP_ORIGIN"),
    *("wsgi.url_scheme", "HTTP_X_FORWARDED_PROTO"),
)
# Without them, a request can be refused before the database is needed.
CREDENTIALS = ("HTTP_AUTHORIZATION", "HTTP_COOKIE")
# Hosts and origins come from clients.
MOST = 1000


class KnownOutage:
    """A WSGI application that wraps another one.

    `is_unavailable` returns whether every use of the database fails. Until it is available again,
    a route that has returned 503 returns it again, with the same headers. The application logs the
    cause of the first one.
    """

    def __init__(
        self, application: Application, is_unavailable: Callable[[], bool] | None = None
    ) -> None:
        self._application = application
        self._is_unavailable = is_unavailable or database_is_unavailable
        self._headers: dict[Key, Headers] = {}
        self._routes: set[Key] = set()

    def covers(self, method: str, path: str) -> bool:
        """Return whether the response to a request is known, for any host and origin."""
        # Most of the time there is no outage, and nothing to look up.
        return bool(self._routes) and (
            self._is_unavailable() and (method, route_of(path)) in self._routes
        )

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if not self._is_unavailable():
            if self._headers:
                self._forget()
            return self._application(environ, start_response)
        key = _key(environ)
        if headers := self._headers.get(key):
            return _refuse(environ, start_response, headers)

        def started(line: str, headers: Headers, *exception: object) -> object:
            content_type = dict(headers).get("Content-Type")
            if (line[:3], content_type) == (str(STATUS.value), MEDIA_TYPE):
                self._remember(key, headers)
            return start_response(line, headers, *exception)

        return self._application(environ, started)

    def _remember(self, key: Key, headers: Headers) -> None:
        if len(self._headers) < MOST:
            self._headers[key] = headers
            route, method, *_ = key
            self._routes.add((method, route))

    def _forget(self) -> None:
        self._headers.clear()
        self._routes.clear()


def _key(environ: Environ) -> Key:
    return (
        route_of(get_path_info(environ)),
        *map(environ.get, PARTS),
        *(name in environ for name in CREDENTIALS),
    )


def _refuse(environ: Environ, start_response: StartResponse, known: Headers) -> Iterable[bytes]:
    request_id = identify(environ)
    # Not from a WSGIRequest, which would decode the path in the environment a second time.
    instance = escape_uri_path(environ["SCRIPT_NAME"] + get_path_info(environ))
    body = problem_json(STATUS, instance=instance, request_id=request_id)
    own = {"Content-Length": str(len(body)), "X-Request-ID": request_id}
    start_response(
        f"{STATUS.value} {STATUS.phrase}", [(name, own.get(name, value)) for name, value in known]
    )
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def database_is_unavailable() -> bool:
    """Return whether no connection is open or possible, or all are without response."""
    if availability.is_available:
        return False
    pool = cast("DatabaseWrapper", connection).pool
    return availability.is_silent or (pool is not None and not pool.is_open)
