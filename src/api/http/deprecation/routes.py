"""Deprecated and removed routes (docs/deprecation.md)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.utils.http import http_date
from ninja.decorators import decorate_view
from ninja.operation import Operation
from ninja.utils import contribute_operation_callback

from api.http.problems import problem
from api.http.request import ApiRequest

type Handler = Callable[..., Any]

DOCUMENTED = {
    "Deprecation": {
        "description": "The date since which the operation is deprecated (RFC 9745).",
        "required": True,
        "schema": {"type": "string", "pattern": "^@[0-9]+$"},
    },
    "Sunset": {
        "description": "The date after which the operation may be removed (RFC 8594).",
        "required": True,
        "schema": {"type": "string"},
    },
    "Link": {
        "description": 'The replacement, as rel="successor-version", and a page about the '
        'deprecation, as rel="deprecation".',
        "required": True,
        "schema": {"type": "string"},
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deprecated:
    """Decorates the handler of a deprecated route, below the decorator of the router.

    `since` and `sunset` are days, each from midnight UTC. `page` is the URL of a page about the
    deprecation, and `successor` the URL of the replacement, if there is one. Every response of the
    route, including errors, has them as headers. The OpenAPI document describes them.

    Raises:
        ValueError: if the sunset is before the deprecation.

    """

    since: date
    sunset: date
    page: str
    successor: str = ""

    def __post_init__(self) -> None:
        if self.sunset < self.since:
            raise ValueError(f"The sunset {self.sunset} is before the deprecation {self.since}.")

    def __call__[H: Handler](self, handler: H) -> H:
        contribute_operation_callback(handler, self._document)
        return decorate_view(self._announce)(handler)

    def headers(self) -> dict[str, str]:
        successor = f'<{self.successor}>; rel="successor-version", ' if self.successor else ""
        return {
            "Deprecation": f"@{_midnight(self.since)}",
            "Sunset": http_date(_midnight(self.sunset)),
            "Link": f'{successor}<{self.page}>; rel="deprecation"; type="text/html"',
        }

    def _announce(self, run: Handler) -> Handler:
        headers = self.headers()

        @wraps(run)
        def announced(*args: Any, **kwargs: Any) -> HttpResponse:
            response: HttpResponse = run(*args, **kwargs)
            for name, value in headers.items():
                response[name] = value
            return response

        return announced

    def _document(self, operation: Operation) -> None:
        operation.deprecated = True
        extra = operation.openapi_extra or {}
        described = {status: {"headers": DOCUMENTED} for status in operation.response_models}
        operation.openapi_extra = {
            **extra,
            "responses": {**extra.get("responses", {}), **described},
        }


def gone[H: Handler](successor: str) -> Callable[[H], H]:
    """Decorate the handler of a removed route: it is not called, and the response is 410.

    `successor` is the URL of the replacement.
    """

    def respond(request: ApiRequest, **_: object) -> HttpResponse:
        detail = f"This route was removed. Use {successor} instead."
        response = problem(request, HTTPStatus.GONE, detail)
        response["Link"] = f'<{successor}>; rel="successor-version"'
        return response

    return decorate_view(lambda _: respond)


def _midnight(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())
