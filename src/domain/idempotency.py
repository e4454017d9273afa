"""Requests that a client may send again: the second one gets the response to the first."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from domain.errors import FieldError, Invalid

LIFETIME = timedelta(hours=24)
LONGEST_KEY = 255


class KeyReused(Invalid):
    """The key was used for another request."""

    def __init__(self) -> None:
        super().__init__(
            FieldError("Idempotency-Key", "was used for another request; use a new key")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedRequest:
    """A request with a key: its caller, and a digest of its content."""

    caller: str
    key: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredResponse:
    """A response as it was sent."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def digest_of(*parts: bytes) -> str:
    """Return a digest that is equal only for equal parts."""
    return hashlib.sha256(b"".join(b"%d:%s" % (len(part), part) for part in parts)).hexdigest()
