"""Errors under /api/ as RFC 9457 `application/problem+json`."""

import json
import logging
from collections.abc import Callable, Iterable
from functools import partial
from http import HTTPStatus

from django.http import HttpResponse
from django.utils.encoding import escape_uri_path
from ninja import NinjaAPI
from ninja.errors import HttpError

from api.http.parsing.body import BodyRefused
from api.http.parsing.pointers import located
from api.http.request import ApiRequest
from api.rendering.json import writer_of
from api.schemas.problem import FieldErrorOut, ProblemOut
from api.schemas.tutorials.imports import PlanRefusedOut
from domain.access.callers import Forbidden, TooManyAttempts, Unauthenticated
from domain.errors import Busy, Conflict, DomainError, FieldError, Invalid, NotFound
from domain.plans.imports import PlanRefused

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
STATUSES: dict[type[DomainError], int] = {
    Unauthenticated: 401,
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
    Invalid: 422,
    TooManyAttempts: 429,
}
RETRY_AFTER_SECONDS = 2
# How to authenticate, in a 401 (RFC 9110, 11.6.1).
CHALLENGE = "Bearer"
INVALID_TOKEN = f'{CHALLENGE} error="invalid_token"'
# The default details by status.
DETAILS = {
    400: "The request is malformed.",
    404: "No route matches this path.",
    401: "Send a token in the header Authorization: Bearer.",
    403: "The token lacks the scope tutorials:write.",
    405: "The method is not allowed. The Allow header lists the allowed methods.",
    408: "The request was not received completely in time.",
    412: "The resource does not match the If-Match header.",
    414: "The URL is too long.",
    429: "Too many attempts failed. Try again in 60 seconds.",
    431: "The request headers are too long, or there are too many.",
    500: "An internal error occurred. It is logged with this request_id.",
    503: "The service cannot reach its database. Try again later.",
}


def problem(
    request: ApiRequest, status: int, detail: str = "", errors: Iterable[FieldError] = ()
) -> HttpResponse:
    """Return an error response; the default detail depends on the status."""
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
    """Return the JSON of a problem, also for a connection without a valid request."""
    title = HTTPStatus(status).phrase
    return writer_of(ProblemOut).write(
        ProblemOut(
            # The registered type of a problem without further semantics than its status.
            type="about:blank",
            title=title,
            status=status,
            detail=detail or DETAILS.get(status, f"{title}."),
            instance=instance,
            request_id=request_id,
            errors=[FieldErrorOut.model_validate(error) for error in errors],
        )
    )


def answer_with_problems(api: NinjaAPI) -> None:
    """Make an API return a problem for every exception of its handlers."""
    handlers: dict[type[Exception], Callable[..., HttpResponse]] = {
        **{kind: partial(_refused, status=status) for kind, status in STATUSES.items()},
        BodyRefused: _body_refused,
        PlanRefused: _plan_refused,
        HttpError: _http_error,
        Busy: _busy,
        Exception: _failed,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def treat_as_unavailable(api: NinjaAPI, *kinds: type[Exception]) -> None:
    """Make an API return 503 for temporary errors, such as a database that is down."""
    handler: Callable[..., HttpResponse] = _unavailable
    for kind in kinds:
        api.add_exception_handler(kind, handler)


def _refused(request: ApiRequest, error: DomainError, *, status: int) -> HttpResponse:
    if isinstance(error, Invalid):
        return problem(request, status, _summary(error), error.errors)
    if isinstance(error, Conflict):
        return problem(request, status, str(error), located(error.errors))
    response = problem(request, status, str(error))
    if isinstance(error, Unauthenticated):
        response["WWW-Authenticate"] = INVALID_TOKEN if error.is_invalid else CHALLENGE
    elif isinstance(error, TooManyAttempts):
        response["Retry-After"] = str(error.seconds)
    return response


def _plan_refused(request: ApiRequest, error: PlanRefused) -> HttpResponse:
    response = problem(request, 422, error.message, error.errors)
    content = {**json.loads(response.content), "report": error.report}
    response.content = writer_of(PlanRefusedOut).write(content)
    return response


def _summary(error: Invalid) -> str:
    first, *others = (f"{wrong.field}: {wrong.message}" for wrong in error.errors)
    return f"{first} (and {len(others)} more)" if others else first


def _body_refused(request: ApiRequest, error: BodyRefused) -> HttpResponse:
    return problem(request, error.status, str(error), [FieldError("body", str(error))])


def _http_error(request: ApiRequest, error: HttpError) -> HttpResponse:
    """Return a problem for an `HttpError` of a route or of Ninja's authentication."""
    response = problem(request, error.status_code, str(error))
    if error.status_code == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = CHALLENGE
    return response


def _busy(request: ApiRequest, error: Busy) -> HttpResponse:
    response = problem(request, 503, str(error))
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _failed(request: ApiRequest, error: Exception) -> HttpResponse:
    # The exception is only logged: its text can contain data.
    logger.error("Request %s failed", request.request_id, exc_info=error)
    request.is_logged = True
    return problem(request, 500)


def _unavailable(request: ApiRequest, error: Exception) -> HttpResponse:
    logger.warning("Request %s: no data is available: %s", request.request_id, error)
    request.is_logged = True
    response = problem(request, 503)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
