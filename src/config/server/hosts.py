"""Requests with an unknown host name."""

from collections.abc import Callable
from logging import WARNING, LogRecord

from django.http import HttpRequest, HttpResponse

PROBES = "/api/health/"


class ProbesMiddleware:
    """Allows any host name for the health routes: probes use an IP address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(PROBES):
            request.get_host = lambda: "localhost"  # type: ignore[method-assign]
        return self.get_response(request)


class OneLine:
    """Logs a record as a one-line warning without a traceback."""

    def filter(self, record: LogRecord) -> bool:
        record.exc_info = record.exc_text = None
        record.request.is_logged = True  # type: ignore[attr-defined]  # Django puts it there
        record.levelno, record.levelname = WARNING, "WARNING"
        record.msg, record.args = record.getMessage()[:300].replace("\n", " "), ()
        return True


class NotLogged:
    """Omits the log line of a response whose cause is already logged."""

    def filter(self, record: LogRecord) -> bool:
        return not getattr(getattr(record, "request", None), "is_logged", False)
