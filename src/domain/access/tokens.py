"""Tokens of the API: their secrets and their rules."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from domain.access.callers import Caller, Scope, Unauthenticated
from domain.errors import check
from domain.text import line_fault

TOKEN_BYTES = 32
# Marks a token as one of this service, for scanners of leaked secrets.
TOKEN_START = "tut_"  # noqa: S105 (no secret)
PREFIX_LENGTH = len(TOKEN_START) + 8
LONGEST_TOKEN = 200
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiToken:
    """A stored token, without its secret."""

    id: int
    name: str
    scopes: frozenset[Scope]
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None
    owner_is_active: bool

    def caller(self, now: datetime) -> Caller:
        """Return the caller of a request with this token.

        Raises:
            Unauthenticated: if the token has expired or was revoked, or its owner is not active.

        """
        if self.revoked_at is not None:
            raise Unauthenticated("The token was revoked.", is_invalid=True)
        if self.expires_at is not None and self.expires_at <= now:
            raise Unauthenticated("The token has expired.", is_invalid=True)
        if not self.owner_is_active:
            raise Unauthenticated(
                "The account of the token's owner is not active.", is_invalid=True
            )
        return Caller(kind="token", id=self.id, name=self.name, scopes=self.scopes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """The secret of a new token: shown once, never stored."""

    text: str

    @property
    def prefix(self) -> str:
        """The first characters, which are stored, so that people can recognise the token."""
        return self.text[:PREFIX_LENGTH]

    @property
    def digest(self) -> str:
        return digest(self.text)


def new_secret() -> Secret:
    """Return a new secret of 256 random bits."""
    return Secret(text=TOKEN_START + secrets.token_urlsafe(TOKEN_BYTES))


def digest(token: str) -> str:
    """Return the SHA-256 of a token in hexadecimal digits, which is stored instead of it."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def check_token(*, name: str, scopes: frozenset[str], expires_at: datetime | None) -> None:
    """Check the values of a new token.

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
