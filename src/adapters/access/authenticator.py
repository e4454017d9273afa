"""The callers of the API, by token or by the session of the admin."""

from contextlib import suppress

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.db import InternalError, ProgrammingError
from django.http import HttpRequest
from django.utils import timezone

from adapters.access import tokens
from adapters.sign_in import tries
from adapters.sign_in.addresses import client_address
from domain.access.callers import Caller, Scope, TooManyAttempts, Unauthenticated

OF_TUTORIALS = tuple(
    f"tutorials.{action}_{model}"
    for model in ("tutorialevent", "tutorialsession")
    for action in ("add", "change", "delete")
)
OF_REFERENCE_DATA = tuple(
    f"administrate.{action}_{model}"
    for model in (
        *("coursetemplate", "customfield", "instructor", "location", "pricelevel", "venue"),
    )
    for action in ("add", "change", "delete")
)
# The permissions that together give a member of staff a scope. Superusers have all.
PERMISSIONS: dict[Scope, tuple[str, ...]] = {
    Scope.TUTORIALS_READ: ("tutorials.view_tutorialsession",),
    Scope.TUTORIALS_WRITE: OF_TUTORIALS,
    Scope.REFERENCE_READ: ("administrate.view_instructor",),
    Scope.REFERENCE_WRITE: OF_REFERENCE_DATA,
    Scope.HISTORY_READ: ("tutorials.view_tutorialevent",),
}
# The role may be allowed to read only.
READ_ONLY = (InternalError, ProgrammingError)


class DjangoAuthenticator:
    """`Authenticator` with the tokens and the accounts of PostgreSQL."""

    def by_token(self, token: str, *, peer: str, forwarded_for: str) -> Caller:
        found = tokens.find(token)
        if found is None:
            address = client_address(peer, forwarded_for, settings.TRUSTED_PROXIES)
            wait = 0
            with suppress(*READ_ONLY):
                wait = tries.count_unknown_token(address)
            if wait:
                raise TooManyAttempts(wait)
            raise Unauthenticated("The token is unknown.", is_invalid=True)
        caller = found.caller(timezone.now())
        with suppress(*READ_ONLY):
            tokens.note_use(found)
        return caller

    def by_session(self, session_key: str) -> Caller | None:
        if not (session_key.isascii() and session_key.isalnum()):
            return None
        request = HttpRequest()
        request.session = SessionStore(session_key)
        user = get_user(request)
        if not isinstance(user, User) or not (user.is_active and user.is_staff):
            return None
        scopes = frozenset(scope for scope in Scope if _has(user, scope))
        return Caller(kind="staff", id=user.pk, name=user.get_username(), scopes=scopes)


def _has(user: User, scope: Scope) -> bool:
    needed = PERMISSIONS.get(scope)
    return user.is_superuser or (needed is not None and user.has_perms(needed))
