"""Callers of every kind, and an `Authenticator` in memory with them."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from domain.access.attempts import Scope as Limit
from domain.access.callers import Caller, Scope, TooManyAttempts, Unauthenticated
from domain.access.tokens import ApiToken

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
ALL, NONE = frozenset(Scope), frozenset[Scope]()
STAFF_SESSION, POWERLESS_SESSION = "staff0000", "powerless0000"


def a_token(name: str, scopes: frozenset[Scope] = ALL, **changes: object) -> ApiToken:
    values: dict[str, object] = {
        "id": 1,
        "name": name,
        "scopes": scopes,
        "expires_at": None,
        "revoked_at": None,
        "last_used_at": None,
        "owner_is_active": True,
    }
    return ApiToken(**{**values, **changes})  # type: ignore[arg-type]  # names are the fields


class InMemoryAuthenticator:
    """`Authenticator` with tokens and sessions in memory; it is always `NOW`."""

    def __init__(self, tokens: dict[str, ApiToken], sessions: dict[str, Caller]) -> None:
        self._tokens, self._sessions = tokens, sessions
        self._failed = Counter[str]()

    def by_token(self, token: str, *, peer: str, forwarded_for: str) -> Caller:
        if token not in self._tokens:
            self._failed[peer] += 1
            if self._failed[peer] > Limit.TOKENS.free:
                raise TooManyAttempts(60)
            raise Unauthenticated("The token is unknown.", is_invalid=True)
        return self._tokens[token].caller(NOW)

    def by_session(self, session_key: str) -> Caller | None:
        return self._sessions.get(session_key)


def token_of(*scopes: Scope) -> str:
    """Return the token in `an_authenticator` with these scopes: all, one, or all but one."""
    return "+".join(scope for scope in Scope if scope in scopes)


def an_authenticator() -> InMemoryAuthenticator:
    sets = [ALL, *(frozenset([s]) for s in Scope), *(ALL - {s} for s in Scope)]
    tokens = {
        token_of(*scopes): a_token(f"with {len(scopes)}", scopes, id=number)
        for number, scopes in enumerate(sets, 1)
    }
    tokens["expired"] = a_token("old", expires_at=NOW)
    tokens["revoked"] = a_token("bad", revoked_at=NOW - timedelta(days=1))
    tokens["orphaned"] = a_token("left", owner_is_active=False)
    sessions = {
        STAFF_SESSION: Caller(kind="staff", id=1, name="owner", scopes=ALL),
        POWERLESS_SESSION: Caller(kind="staff", id=2, name="clerk", scopes=NONE),
    }
    return InMemoryAuthenticator(tokens, sessions)
