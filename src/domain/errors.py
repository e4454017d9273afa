"""The base classes of all domain errors.

The API turns each base into one status: `Invalid` 422, `NotFound` 404, `Conflict` 409, `Busy` 503.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldError:
    """A broken rule: the field, and a message for users.

    `pointer` is the JSON pointer (RFC 6901) of the value in the body of the request, if it is
    known.
    """

    field: str
    message: str
    pointer: str | None = None


class DomainError(Exception):
    """The base of all errors of the domain."""


class NotFound(DomainError):
    """The requested object does not exist."""


class Conflict(DomainError):
    """The request conflicts with stored data; `errors` names its fields, if they are known."""

    errors: tuple[FieldError, ...]

    def __init__(self, message: str, *errors: FieldError) -> None:
        super().__init__(message)
        self.errors = errors


class Busy(DomainError):
    """Other requests took too long; the same one can succeed later. The text says which."""


class Invalid(DomainError):
    """A rule is broken; `errors` contains all invalid fields, not only the first."""

    def __init__(self, *errors: FieldError) -> None:
        super().__init__("; ".join(f"{error.field}: {error.message}" for error in errors))
        self.errors = errors


def check(rules: Iterable[tuple[bool, str, str]]) -> None:
    """Raise one `Invalid` for all broken rules.

    A rule is `(holds, field, message)`.
    """
    errors = [FieldError(field, message) for holds, field, message in rules if not holds]
    if errors:
        raise Invalid(*errors)
