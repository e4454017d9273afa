"""The edge of the API: what HTTP asks of every address under /api/, whatever is behind it."""

import re
from collections.abc import Callable
from http import HTTPStatus
from uuid import uuid4

from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.urls import is_valid_path

from api.problems import MEDIA_TYPE, problem
from api.request import ApiRequest

PREFIX = "/api/"
REQUEST_ID = re.compile(r"[A-Za-z0-9._~-]{1,100}")


class EdgeMiddleware:
    """Stands before all other middleware, so that their errors too become problems.

    Every answer has an X-Request-ID (the caller's own, if it is a decent one). HEAD is GET
    without the body, OPTIONS tells the methods, a missing last slash is a redirect that keeps
    method and body.
    """

    def __init__(self, get_response: Callable[[ApiRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: ApiRequest) -> HttpResponse:
        if not f"{request.path_info}/".startswith(PREFIX):
            return self._get_response(request)
        given = request.headers.get("X-Request-ID", "")
        request.request_id = given if REQUEST_ID.fullmatch(given) else uuid4().hex
        response = _to_the_slash(request) or self._answer(request)
        response["X-Request-ID"] = request.request_id
        return response

    def _answer(self, request: ApiRequest) -> HttpResponse:
        method = request.method
        if method == "HEAD":
            request.method = "GET"
        response = self._get_response(request)
        request.method = method
        for step in (_tell_methods, _tell_problem, _leave_out_body):
            response = step(request, response)
        return response


def _to_the_slash(request: ApiRequest) -> HttpResponse | None:
    path = request.path_info
    if path.endswith("/") or is_valid_path(path) or not is_valid_path(f"{path}/"):
        return None
    target = request.get_full_path(force_append_slash=True)
    empty = {"Content-Length": "0"}
    return HttpResponsePermanentRedirect(target, preserve_request=True, headers=empty)


def _tell_methods(request: ApiRequest, response: HttpResponse) -> HttpResponse:
    if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
        return response
    methods = {"OPTIONS", *response["Allow"].split(", ")}
    methods |= {"HEAD"} if "GET" in methods else set()
    response["Allow"] = ", ".join(sorted(methods))
    if request.method == "OPTIONS":
        response.status_code, response.content = HTTPStatus.NO_CONTENT, b""
        del response["Content-Type"], response["Content-Length"]
    return response


def _tell_problem(request: ApiRequest, response: HttpResponse) -> HttpResponse:
    """Return an error with a problem for its body; its other headers stay."""
    if (
        response.status_code >= HTTPStatus.BAD_REQUEST
        and response.get("Content-Type") != MEDIA_TYPE
    ):
        told = problem(request, response.status_code)
        response.content = told.content
        response["Content-Type"] = MEDIA_TYPE
        response["Content-Length"] = str(len(told.content))
    return response


def _leave_out_body(request: ApiRequest, response: HttpResponse) -> HttpResponse:
    if request.method == "HEAD":
        response["Content-Length"] = str(len(response.content))
        response.content = b""
    return response
