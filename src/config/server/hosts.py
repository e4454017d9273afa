"""Requests that name a host which is not ours."""

from collections.abc import Callable
from logging import WARNING, LogRecord

from django.http import HttpRequest, HttpResponse

PROBES = "/api/health/"


class ProbesMiddleware:
    """Lets the health routes answer whatever host is named: a probe knows only an address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(PROBES):
            request.get_host = lambda: "localhost"  # type: ignore[method-assign]
        return self.get_response(request)


class OneLine:
    """Lets a record be logged as a warning of one line, without its traceback."""

    def filter(self, record: LogRecord) -> bool:
        record.exc_info = record.exc_text = None
        record.request.is_logged = True  # type: ignore[attr-defined]  # Django puts it there
        record.levelno, record.levelname = WARNING, "WARNING"
        record.msg, record.args = record.getMessage()[:300].replace("\n", " "), ()
        return True


class NotLogged:
    """Leaves out the line on an answer whose reason has a line already."""

    def filter(self, record: LogRecord) -> bool:
        return not getattr(getattr(record, "request", None), "is_logged", False)
