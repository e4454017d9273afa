"""Middleware that implements HTTP rules for every path under /api/."""

from collections.abc import Callable
from http import HTTPStatus
from typing import cast

from django.http import HttpResponse, HttpResponsePermanentRedirect, StreamingHttpResponse
from django.urls import is_valid_path

from api.http.caching.conditional import NEVER, with_validator
from api.http.negotiation import refuse_unacceptable
from api.http.problems import MEDIA_TYPE, problem
from api.http.request import VERSION, ApiRequest
from api.http.request_id import identify

PREFIX = "/api/"
# Headers that describe a body, removed if the body is not sent.
ABOUT_THE_BODY = ("Cache-Control", "Content-Disposition", "Content-Encoding", "ETag", "Expires")


class HttpMiddleware:
    """Must be the first middleware, so that errors of the others become problems too.

    Every response has an X-Request-ID: that of the request if it is valid, or a new one. HEAD
    returns the headers of GET, and OPTIONS the allowed methods. A missing trailing slash is
    answered with a redirect that preserves method and body. If the client does not accept the
    media type, the response is 406; if it already has the response, 304.
    """

    def __init__(self, get_response: Callable[[ApiRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: ApiRequest) -> HttpResponse:
        if not f"{request.path_info}/".startswith(PREFIX):
            return self._get_response(request)
        # META, because `request.headers` costs more than the rest of this middleware.
        # Most routes are anonymous, and cookies of the admin would only split caches. For the
        # other routes, `api.http.access` reads the cookies.
        request.cookie = request.META.pop("HTTP_COOKIE", "")
        request.request_id = identify(request.META)
        response = _to_the_slash(request) or self._answer(request)
        response.headers["X-Request-ID"] = request.request_id
        return response

    def _answer(self, request: ApiRequest) -> HttpResponse:
        method = request.method
        if method == "HEAD":
            request.method = "GET"
        response = self._get_response(request)
        request.method = method
        response = _finished(request, response)
        return _without_body(response) if method == "HEAD" else response


def _finished(request: ApiRequest, response: HttpResponse) -> HttpResponse:
    is_read = request.method in {"GET", "HEAD"}
    if response.status_code == HTTPStatus.OK and "Content-Type" in response.headers:
        _refuse_unacceptable(request, response)
    elif response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        _add_allowed_methods(request, response)
    if is_read and response.status_code < HTTPStatus.BAD_REQUEST:
        response = with_validator(request, response)
    # A response to POST is not cached by default.
    if response.status_code >= HTTPStatus.BAD_REQUEST:
        _make_problem(request, response)
    return response


def _to_the_slash(request: ApiRequest) -> HttpResponse | None:
    path = request.path_info
    if path.endswith("/") or is_valid_path(path) or not is_valid_path(f"{path}/"):
        return None
    target = request.get_full_path(force_append_slash=True)
    empty = {"Content-Length": "0"}
    response = HttpResponsePermanentRedirect(target, preserve_request=True, headers=empty)
    del response.headers["Content-Type"]
    return response


def _refuse_unacceptable(request: ApiRequest, response: HttpResponse) -> None:
    """Replace the response with a 406 if the client does not accept its media type.

    The media type is known only after the response is created; this is safe, because reads change
    nothing. Errors are problems whatever the client accepts, as RFC 9110 allows.
    """
    media_type = response.headers["Content-Type"].partition(";")[0]
    if refused := refuse_unacceptable(request, media_type):
        _replace(response, refused)


def _add_allowed_methods(request: ApiRequest, response: HttpResponse) -> None:
    methods = {"OPTIONS", *response["Allow"].split(", ")}
    methods |= {"HEAD"} if "GET" in methods else set()
    response["Allow"] = ", ".join(sorted(methods))
    if request.method == "OPTIONS":
        response.status_code, response.content = HTTPStatus.NO_CONTENT, b""
        del response["Content-Type"], response["Content-Length"]


def _make_problem(request: ApiRequest, response: HttpResponse) -> None:
    """Replace the body of an error with a problem; keep its other headers."""
    if response.get("Content-Type") != MEDIA_TYPE:
        _replace(response, problem(request, response.status_code))
    response.headers["Cache-Control"] = NEVER
    # These headers describe the catalogue of a body that is not sent.
    for name in ("Age", VERSION):
        del response[name]


def _replace(response: HttpResponse, replacement: HttpResponse) -> None:
    response.status_code, response.content = replacement.status_code, replacement.content
    response["Content-Type"] = MEDIA_TYPE
    response["Content-Length"] = str(len(replacement.content))
    for name in ABOUT_THE_BODY:
        del response[name]


def _without_body(response: HttpResponse) -> HttpResponse:
    if response.streaming:
        # The file is closed together with the response.
        cast("StreamingHttpResponse", response).streaming_content = ()
        return response
    if response.status_code != HTTPStatus.NOT_MODIFIED:
        response["Content-Length"] = str(len(response.content))
    response.content = b""
    return response
