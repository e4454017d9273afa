"""Errors as RFC 9457 has them: `application/problem+json`, for every error under /api/."""

import logging
from collections.abc import Callable, Iterable
from functools import partial
from http import HTTPStatus

from django.http import HttpResponse
from django.utils.encoding import escape_uri_path
from ninja import NinjaAPI
from ninja.errors import HttpError

from api.http.body import BodyRefused
from api.http.request import ApiRequest
from api.rendering.json import writer_of
from api.schemas.problem import FieldErrorOut, ProblemOut
from domain.errors import Conflict, DomainError, FieldError, Invalid, NotFound

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
STATUSES: dict[type[DomainError], int] = {NotFound: 404, Invalid: 422, Conflict: 409}
RETRY_AFTER_SECONDS = 2
# How to authenticate, in a 401 (RFC 9110, 11.6.1).
CHALLENGE = "Bearer"
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
    return writer_of(ProblemOut).write(
        ProblemOut(
            # The registered type of a problem that is explained by its status.
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
    """Let an API answer every exception of its handlers with a problem."""
    handlers: dict[type[Exception], Callable[..., HttpResponse]] = {
        **{kind: partial(_refused, status=status) for kind, status in STATUSES.items()},
        BodyRefused: _body_refused,
        HttpError: _http_error,
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


def _http_error(request: ApiRequest, error: HttpError) -> HttpResponse:
    """Answer what a route or Ninja's authentication refuses with a status of HTTP."""
    response = problem(request, error.status_code, str(error))
    if error.status_code == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = CHALLENGE
    return response


def _failed(request: ApiRequest, error: Exception) -> HttpResponse:
    # Whatever the exception says is for the log alone: it can quote data or the database.
    logger.error("Request %s failed", request.request_id, exc_info=error)
    return problem(request, 500)


def _unavailable(request: ApiRequest, error: Exception) -> HttpResponse:
    logger.warning("Request %s found no data: %s", request.request_id, error)
    response = problem(request, 503)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
