"""The three ways a request can be wrong. An error of ours derives from one of them.

The API turns each base into one status: `Invalid` 422, `NotFound` 404, `Conflict` 409.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldError:
    """One broken rule: the field it concerns, and what is wrong in words for a person."""

    field: str
    message: str


class DomainError(Exception):
    """Base of everything the domain refuses."""


class NotFound(DomainError):
    """What was asked for is not there."""


class Conflict(DomainError):
    """What is there already contradicts what was asked for."""


class Invalid(DomainError):
    """A rule is broken; `errors` names every field that breaks one, not only the first."""

    def __init__(self, *errors: FieldError) -> None:
        super().__init__("; ".join(f"{error.field}: {error.message}" for error in errors))
        self.errors = errors


def check(rules: Iterable[tuple[bool, str, str]]) -> None:
    """Raise one `Invalid` for all the rules that do not hold.

    A rule is `(holds, field, message)`.
    """
    errors = [FieldError(field, message) for holds, field, message in rules if not holds]
    if errors:
        raise Invalid(*errors)
