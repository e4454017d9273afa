"""WSGI wrapper that handles the request target, the Host header and the path prefix."""

import logging
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from api.http.problems import MEDIA_TYPE, problem_json
from api.http.request_id import current_request_id

logger = logging.getLogger(__name__)

type Environ = dict[str, Any]
type StartResponse = Callable[[str, list[tuple[str, str]]], object]
type Application = Callable[[Environ, Any], Iterable[bytes]]

WITHOUT_HOST = "An HTTP/1.1 request must have a Host header."


class Gateway:
    """A WSGI application that wraps another one.

    `prefix` is the path under which a proxy serves the service, such as `/tutorials`, or "". It is
    removed from the path if the proxy has not removed it. A client cannot set it.
    """

    def __init__(self, application: Application, prefix: str) -> None:
        self._application, self._prefix = application, prefix

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if not environ.get("HTTP_HOST") and environ.get("SERVER_PROTOCOL") == "HTTP/1.1":
            return _refuse(start_response, HTTPStatus.BAD_REQUEST, WITHOUT_HOST)
        path = environ.get("PATH_INFO") or "/"
        if not path.startswith("/"):
            # `OPTIONS *` applies to no particular path.
            return _refuse(start_response, HTTPStatus.NOT_FOUND)
        environ["SCRIPT_NAME"], environ["PATH_INFO"] = self._prefix, self.local(path)
        return self._application(environ, start_response)

    def local(self, path: str) -> str:
        """Return a path without the prefix."""
        if self._prefix and f"{path}/".startswith(f"{self._prefix}/"):
            return path.removeprefix(self._prefix) or "/"
        return path


def _refuse(start_response: StartResponse, status: HTTPStatus, detail: str = "") -> Iterable[bytes]:
    request_id = current_request_id.get() or uuid4().hex
    logger.info("Refused with %d: %s", status, detail or status.phrase)
    body = problem_json(status, detail, request_id=request_id)
    headers = {
        "Content-Type": MEDIA_TYPE,
        "Content-Length": str(len(body)),
        "Cache-Control": "no-store",
        "X-Request-ID": request_id,
    }
    start_response(f"{status.value} {status.phrase}", list(headers.items()))
    return [body]
