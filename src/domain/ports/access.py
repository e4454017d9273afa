"""Authentication of callers."""

from typing import Protocol

from domain.access.callers import Caller


class Authenticator(Protocol):
    def by_token(self, token: str, *, peer: str, forwarded_for: str) -> Caller:
        """Return the caller of a request with a bearer token.

        `peer` is the address of the connection, `forwarded_for` the header X-Forwarded-For. Unknown
        tokens are counted for the client's address.

        Raises:
            Unauthenticated: if the token is unknown, has expired or was revoked.
            TooManyAttempts: if too many unknown tokens came from the address.

        """
        ...

    def by_session(self, session_key: str) -> Caller | None:
        """Return the member of staff who is signed in with this session, or None."""
        ...
