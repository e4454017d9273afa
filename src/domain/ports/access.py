"""Authentication of callers."""

from typing import Protocol

from domain.access.callers import Caller


class Authenticator(Protocol):
    def by_token(self, token: str, *, peer: str, forwarded_for: str) -> Caller:
        """Return who calls with a bearer token.

        `peer` is the address that connects, `forwarded_for` the header X-Forwarded-For. Tokens
        that nobody has are counted for the client's address.

        Raises:
            Unauthenticated: when the token is unknown, has expired or was revoked.
            TooManyAttempts: when too many unknown tokens came from the address.

        """
        ...

    def by_session(self, session_key: str) -> Caller | None:
        """Return the member of staff who is signed in with this session, if one is."""
        ...
