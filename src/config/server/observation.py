"""Observes every request: sets its id, and writes its line of the access log."""

import logging
from collections.abc import Callable, Iterable
from http import HTTPStatus
from time import perf_counter
from typing import Any

from django.utils.encoding import escape_uri_path

from api.http.request_id import KEY, current_request_id, identify
from config.server.gateway import Application, Environ

logger = logging.getLogger("access")

# Called with the WSGI environment, the status and the duration in seconds.
type Watcher = Callable[[Environ, int, float], None]


class Observed:
    """A WSGI application that wraps another one, and calls `watchers` for each response."""

    def __init__(self, application: Application, watchers: Iterable[Watcher]) -> None:
        self._application, self.watchers = application, tuple(watchers)

    def __call__(self, environ: Environ, start_response: Callable[..., object]) -> Iterable[bytes]:
        began = perf_counter()
        current_request_id.set("")
        environ[KEY] = identify(environ)
        status = HTTPStatus.INTERNAL_SERVER_ERROR.value

        def started(line: str, headers: list[tuple[str, str]], *exception: Any) -> object:
            nonlocal status
            status = int(line[:3])
            environ["tutorials.bytes"] = _length(headers)
            if not any(name == "X-Request-ID" for name, _ in headers):
                headers = [*headers, ("X-Request-ID", environ[KEY])]
            return start_response(line, headers, *exception)

        try:
            return self._application(environ, started)
        finally:
            seconds = perf_counter() - began
            for watch in self.watchers:
                watch(environ, status, seconds)
            current_request_id.set("")


def log_access(environ: Environ, status: int, seconds: float) -> None:
    """Log one line for a request, without its query and without the client's address."""
    method, path = environ.get("REQUEST_METHOD", ""), escape_uri_path(environ.get("PATH_INFO", ""))
    size, milliseconds = environ.get("tutorials.bytes", 0), round(seconds * 1000, 1)
    logger.info(
        *("%s %s %d %d bytes %.1f ms", method, path, status, size, milliseconds),
        extra={
            "method": method,
            "path": path,
            "status_code": status,
            "bytes": size,
            "milliseconds": milliseconds,
        },
    )


def _length(headers: list[tuple[str, str]]) -> int:
    return next((int(value) for name, value in headers if name.lower() == "content-length"), 0)
