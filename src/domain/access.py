"""Who may call the API: callers, their scopes, and the tokens of programs."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from domain.errors import DomainError, check
from domain.text import line_fault

TOKEN_BYTES = 32
# Marks a token as one of this service, for scanners of leaked secrets.
TOKEN_START = "tut_"  # noqa: S105 (no secret)
PREFIX_LENGTH = len(TOKEN_START) + 8
LONGEST_TOKEN = 200
LONGEST_NAME = 100


class Scope(StrEnum):
    """A right that a token can have."""

    TUTORIALS_READ = "tutorials:read"
    TUTORIALS_WRITE = "tutorials:write"
    TUTORIALS_FORCE = "tutorials:force"
    REFERENCE_READ = "reference:read"
    REFERENCE_WRITE = "reference:write"
    HISTORY_READ = "history:read"


SCOPES: dict[Scope, str] = {
    Scope.TUTORIALS_READ: "Read the meeting links of sessions where a setting hides them.",
    Scope.TUTORIALS_WRITE: "Create, change, cancel and delete tutorial events and sessions.",
    Scope.TUTORIALS_FORCE: "Overwrite a tutorial event without its ETag (`If-Match: *`).",
    Scope.REFERENCE_READ: "Read the e-mail addresses of instructors.",
    Scope.REFERENCE_WRITE: "Create, change and delete reference data.",
    Scope.HISTORY_READ: "Read who changed what.",
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
        """Different for every caller."""
        return f"{self.kind}:{self.id}"

    def require(self, *scopes: Scope) -> None:
        """Check that the caller has all of the scopes.

        Raises:
            Forbidden: naming the scopes that are missing.

        """
        missing = ", ".join(scope for scope in scopes if scope not in self.scopes)
        if missing:
            raise Forbidden(f"The {_source(self.kind)} lacks the scope {missing}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiToken:
    """A stored token, without its secret."""

    id: int
    name: str
    scopes: frozenset[Scope]
    expires_at: datetime | None
    revoked_at: datetime | None
    owner_is_active: bool

    def caller(self, now: datetime) -> Caller:
        """Return who calls with this token.

        Raises:
            Unauthenticated: when the token has expired or was revoked, or its owner has left.

        """
        if self.revoked_at is not None:
            raise Unauthenticated("The token was revoked.", is_invalid=True)
        if self.expires_at is not None and self.expires_at <= now:
            raise Unauthenticated("The token has expired.", is_invalid=True)
        if not self.owner_is_active:
            raise Unauthenticated("The owner of the token has left.", is_invalid=True)
        return Caller(kind="token", id=self.id, name=self.name, scopes=self.scopes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """The secret of a new token: shown once, never stored."""

    text: str

    @property
    def prefix(self) -> str:
        """The beginning, by which people recognise a token."""
        return self.text[:PREFIX_LENGTH]

    @property
    def digest(self) -> str:
        return digest(self.text)


def new_secret() -> Secret:
    """Return a new secret of 256 random bits."""
    return Secret(text=TOKEN_START + secrets.token_urlsafe(TOKEN_BYTES))


def digest(token: str) -> str:
    """Return what is stored of a token: its SHA-256 in hexadecimal digits."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def check_token(*, name: str, scopes: frozenset[str], expires_at: datetime | None) -> None:
    """Check what a token is to have.

    Raises:
        Invalid: naming every field that breaks a rule.

    """
    unknown = ", ".join(sorted(scopes - set(Scope)))
    known = ", ".join(Scope)
    fault = line_fault(name, longest=LONGEST_NAME)
    check(
        [
            (not fault, "name", fault),
            (bool(scopes), "scopes", f"must have at least one of: {known}"),
            (not unknown, "scopes", f"unknown: {unknown}; the scopes are: {known}"),
            (
                expires_at is None or expires_at.tzinfo is not None,
                "expires_at",
                "must have a UTC offset",
            ),
        ]
    )


def _source(kind: str) -> str:
    return "token" if kind == "token" else "account"
