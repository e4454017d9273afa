"""Callers of the API, and the scopes that they have."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from domain.errors import DomainError


class Scope(StrEnum):
    """A right that a token can have."""

    TUTORIALS_READ = "tutorials:read"
    TUTORIALS_WRITE = "tutorials:write"
    TUTORIALS_FORCE = "tutorials:force"
    REFERENCE_READ = "reference:read"
    REFERENCE_WRITE = "reference:write"
    HISTORY_READ = "history:read"


SCOPES: dict[Scope, str] = {
    Scope.TUTORIALS_READ: "Read the meeting links of sessions if a setting hides them.",
    Scope.TUTORIALS_WRITE: "Create, change, cancel, copy, import and delete tutorials.",
    Scope.TUTORIALS_FORCE: "Overwrite a tutorial event without its ETag (`If-Match: *`).",
    Scope.REFERENCE_READ: "Read the e-mail addresses of instructors.",
    Scope.REFERENCE_WRITE: "Create, change and delete reference data.",
    Scope.HISTORY_READ: "Read the history of changes.",
}


class Unauthenticated(DomainError):
    """The caller is unknown; `is_invalid` if it sent a token that cannot be used."""

    def __init__(self, message: str, *, is_invalid: bool = False) -> None:
        super().__init__(message)
        self.is_invalid = is_invalid


class Forbidden(DomainError):
    """The caller is known but lacks a right."""


class TooManyAttempts(DomainError):
    """Too many attempts failed; `seconds` is the time to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Too many attempts failed. Try again in {seconds} seconds.")
        self.seconds = seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A program with a token, or a member of staff who is signed in.

    `kind` is `token` or `staff`; `id` is the id of the token or of the account.
    """

    kind: Literal["token", "staff"]
    id: int
    name: str
    scopes: frozenset[Scope]

    @property
    def key(self) -> str:
        """A text that is different for every caller."""
        return f"{self.kind}:{self.id}"

    def require(self, *scopes: Scope) -> None:
        """Check that the caller has all of the scopes.

        Raises:
            Forbidden: naming the scopes that are missing.

        """
        missing = ", ".join(scope for scope in scopes if scope not in self.scopes)
        if missing:
            raise Forbidden(f"The {_source(self.kind)} lacks the scope {missing}.")


def _source(kind: str) -> str:
    return "token" if kind == "token" else "account"
