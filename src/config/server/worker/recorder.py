"""Records the responses of the application that equal requests can get too."""

from collections.abc import Callable, Iterable
from threading import local
from typing import Any, NamedTuple
from weakref import ref

from django.http import HttpResponse

from api.http.caching.catalogue_response import ANOTHER
from api.http.caching.response_cache import CATALOGUE, SOURCE
from config.server.gateway import Application, Environ
from config.server.worker.sent_responses import SentResponse, header_lines
from config.server.worker.templates import Template

CACHEABLE = ("200 OK", "304 Not Modified")
# The keys of the WSGI environment that the access log and the metrics read.
OBSERVED = ("PATH_INFO", "REQUEST_METHOD", "tutorials.bytes")


class Recorded(NamedTuple):
    """A response, and the template of those to other bodies if the route can create them."""

    response: SentResponse
    template: Template | None


class Recorder:
    """A WSGI application that wraps another one, and records the last response of each thread."""

    def __init__(self, application: Application) -> None:
        self._application, self._thread = application, local()

    def __call__(self, environ: Environ, start_response: Callable[..., object]) -> Iterable[bytes]:
        self._thread.__dict__.pop("last", None)
        started: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], *exception: Any) -> object:
            started[:] = status, headers
            return start_response(status, headers, *exception)

        response = self._application(environ, start)
        if environ.get(CATALOGUE) is not None and isinstance(response, HttpResponse):
            self._thread.last = environ, *started, response.content
        return response

    def take(self) -> Recorded | None:
        """Return the last response of this thread once, if it can be cached."""
        environ, status, headers, body = self._thread.__dict__.pop("last", (None,) * 4)
        if environ is None or status not in CACHEABLE:
            return None
        named = {name.lower(): value for name, value in headers}
        if "content-length" not in named and status == CACHEABLE[0]:
            return None
        headers = [(name, value) for name, value in headers if name != "X-Request-ID"]
        observed = {name: environ[name] for name in OBSERVED if name in environ}
        response = SentResponse(
            status=status,
            headers=header_lines(headers),
            body=b"" if environ["REQUEST_METHOD"] == "HEAD" else body,
            environ={**observed, SOURCE: "cache"},
            cache_control=named.get("cache-control", ""),
            catalogue=ref(environ[CATALOGUE]),
        )
        another = environ.get(ANOTHER)
        template = another and Template(status, tuple(headers), response.environ, another)
        return Recorded(response, template)
