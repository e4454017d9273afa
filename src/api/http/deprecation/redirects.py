"""Permanent redirects, as an exception that a handler raises."""

from collections.abc import Callable, Mapping

from django.http import HttpResponse, HttpResponsePermanentRedirect
from ninja import NinjaAPI

from api.http.request import ApiRequest


class MovedPermanently(Exception):
    """The resource has another URL; the response is a 308 redirect to it.

    `headers` are sent in addition to Location.
    """

    def __init__(self, address: str, headers: Mapping[str, str]) -> None:
        super().__init__(address)
        self.address, self.headers = address, headers


def answer_with_redirects(api: NinjaAPI) -> None:
    """Make an API return 308 for `MovedPermanently`."""
    handler: Callable[..., HttpResponse] = _redirect
    api.add_exception_handler(MovedPermanently, handler)


def _redirect(request: ApiRequest, moved: MovedPermanently) -> HttpResponse:  # noqa: ARG001 (Ninja passes it)
    headers = {**moved.headers, "Content-Length": "0"}
    response = HttpResponsePermanentRedirect(moved.address, preserve_request=True, headers=headers)
    del response.headers["Content-Type"]
    return response
