"""Errors as RFC 9457 has them: `application/problem+json`, for every error under /api/."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus

from django.http import HttpResponse
from django.utils.encoding import escape_uri_path
from ninja import NinjaAPI

from api.http.body import BodyRefused
from api.http.request import ApiRequest
from api.rendering.json import JsonWriter
from domain.errors import Conflict, DomainError, FieldError, Invalid, NotFound

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
STATUSES: dict[type[DomainError], int] = {NotFound: 404, Invalid: 422, Conflict: 409}
RETRY_AFTER_SECONDS = 2
# What is said when nothing more is known.
DETAILS = {
    400: "The request is malformed.",
    404: "There is nothing at this address.",
    405: "This address does not take this method; the header Allow names those it takes.",
    408: "The request did not arrive whole in time.",
    412: "What is here is not what the header If-Match names.",
    414: "The address is too long.",
    431: "The request's headers are too long, or too many.",
    500: "Something went wrong here. The log has it under this request_id.",
    503: "The service cannot reach its data just now. Try again soon.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What went wrong, as RFC 9457 has it.

    `errors` names every field of the request that is wrong, and is empty where no field is.
    `request_id` is the response's X-Request-ID, by which the log knows the request.
    """

    type: str
    title: str
    status: int
    detail: str
    instance: str
    request_id: str
    errors: tuple[FieldError, ...]


PROBLEM = JsonWriter[Problem](Problem)


def problem(
    request: ApiRequest, status: int, detail: str = "", errors: Iterable[FieldError] = ()
) -> HttpResponse:
    """Return an error's response; without a detail it says what its status says."""
    body = problem_json(
        status, detail, escape_uri_path(request.path), request.request_id, tuple(errors)
    )
    return HttpResponse(body, status=status, content_type=MEDIA_TYPE)


def problem_json(
    status: int,
    detail: str = "",
    instance: str = "",
    request_id: str = "",
    errors: tuple[FieldError, ...] = (),
) -> bytes:
    """Return a problem's JSON, also for what has not become a request."""
    title = HTTPStatus(status).phrase
    return PROBLEM.write(
        Problem(
            # The registered type of a problem that its status says all about.
            type="about:blank",
            title=title,
            status=status,
            detail=detail or DETAILS.get(status, f"{title}."),
            instance=instance,
            request_id=request_id,
            errors=errors,
        )
    )


def answer_with_problems(api: NinjaAPI) -> None:
    """Let an API answer every exception of its handlers with a problem."""
    handlers: dict[type[Exception], Callable[..., HttpResponse]] = {
        **{kind: partial(_refused, status=status) for kind, status in STATUSES.items()},
        BodyRefused: _body_refused,
        Exception: _failed,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def treat_as_unavailable(api: NinjaAPI, *kinds: type[Exception]) -> None:
    """Let an API answer 503 to errors of an outside world that may soon be back."""
    handler: Callable[..., HttpResponse] = _unavailable
    for kind in kinds:
        api.add_exception_handler(kind, handler)


def _refused(request: ApiRequest, error: DomainError, *, status: int) -> HttpResponse:
    if isinstance(error, Invalid):
        return problem(request, status, _summary(error), error.errors)
    return problem(request, status, str(error))


def _summary(error: Invalid) -> str:
    first, *others = (f"{wrong.field}: {wrong.message}" for wrong in error.errors)
    return f"{first} (and {len(others)} more)" if others else first


def _body_refused(request: ApiRequest, error: BodyRefused) -> HttpResponse:
    return problem(request, error.status, str(error), [FieldError("body", str(error))])


def _failed(request: ApiRequest, error: Exception) -> HttpResponse:
    # Whatever the exception says is for the log alone: it can quote data or the database.
    logger.error("Request %s failed", request.request_id, exc_info=error)
    return problem(request, 500)


def _unavailable(request: ApiRequest, error: Exception) -> HttpResponse:
    logger.warning("Request %s found no data: %s", request.request_id, error)
    response = problem(request, 503)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
