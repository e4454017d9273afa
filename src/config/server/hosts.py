"""Requests with an unknown host name."""

from collections.abc import Callable

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
