"""What the methods raise: one class for each kind of refusal."""

import json
from collections.abc import Mapping
from typing import Any

import httpx

from .models.field_error_out import FieldErrorOut
from .models.import_report_out import ImportReportOut
from .models.problem_out import ProblemOut


class TutorialSearchError(Exception):
    """The base of every error of this package."""


class ConnectionFailedError(TutorialSearchError):
    """No response came: the server is away, or the connection broke."""


class RequestTimeoutError(TutorialSearchError):
    """The call took longer than the time-out."""


class UnexpectedResponseError(TutorialSearchError):
    """A response is not as the API's document says; a proxy in between may have sent it."""


class ApiError(TutorialSearchError):
    """The service refused the request; `problem` is its document, if it sent one."""

    def __init__(self, status: int, headers: Mapping[str, str], content: bytes) -> None:
        self.status, self.headers, self.content = status, headers, content
        self.problem = _problem(content)
        detail = f"{self.problem.title}: {self.problem.detail}" if self.problem else ""
        super().__init__(f"{status} {detail}".strip())

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.status, self.headers, self.content)

    @property
    def request_id(self) -> str | None:
        """Quote this to the people who run the service."""
        return self.headers.get("X-Request-ID")

    @property
    def retry_after(self) -> float | None:
        """The seconds to wait before another try, if the service named any."""
        try:
            return float(self.headers.get("Retry-After", ""))
        except ValueError:
            return None

    @property
    def fields(self) -> list[FieldErrorOut]:
        """The invalid fields of the request; empty if there are none."""
        return self.problem.errors if self.problem else []


class ValidationError(ApiError):
    """422: some fields are invalid."""

    @property
    def report(self) -> ImportReportOut | None:
        """The report of an import that was refused because of its rows."""
        found = self.problem["report"] if self.problem and "report" in self.problem else None
        return ImportReportOut.from_dict(found) if found else None


class UnauthorizedError(ApiError):
    """401: the token is missing, or is not valid."""


class ForbiddenError(ApiError):
    """403: the token does not allow this."""


class NotFoundError(ApiError):
    """404: there is no such thing."""


class ConflictError(ApiError):
    """409: the request contradicts what is stored."""


class PreconditionError(ApiError):
    """412 or 428: the stored version is another one, or the request does not say which it means."""


class TooManyRequestsError(ApiError):
    """429: wait for `retry_after` seconds."""


class UnavailableError(ApiError):
    """503: the service is away for a moment."""


KINDS: dict[int, type[ApiError]] = {
    401: UnauthorizedError,
    403: ForbiddenError,
    404: NotFoundError,
    409: ConflictError,
    412: PreconditionError,
    422: ValidationError,
    428: PreconditionError,
    429: TooManyRequestsError,
    503: UnavailableError,
}


def refusal(status: int, headers: Mapping[str, str], content: bytes) -> ApiError:
    return KINDS.get(status, ApiError)(status, headers, content)


def translated(error: httpx.RequestError, timeout: float | None) -> TutorialSearchError:
    """Return the error of this package for one of httpx."""
    if isinstance(error, httpx.TimeoutException):
        limit = "in time" if timeout is None else f"within {timeout:g} seconds"
        return RequestTimeoutError(f"The service did not respond {limit}.")
    if isinstance(error, httpx.DecodingError | httpx.TooManyRedirects):
        return UnexpectedResponseError(str(error))
    return ConnectionFailedError(str(error) or type(error).__name__)


def _problem(content: bytes) -> ProblemOut | None:
    """Return the problem document; a proxy in between can send something else."""
    try:
        found: Any = json.loads(content)
        return ProblemOut.from_dict(found)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
