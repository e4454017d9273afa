"""Issues, finds and revokes tokens."""

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import cache

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from adapters.access.models import ApiToken
from domain.access import tokens as domain
from domain.access.callers import Scope

# The last use is stored at most once a minute, so that not every request writes.
BETWEEN_USES = timedelta(minutes=1)
# The columns of a stored token, by the names of the domain.
FIELDS = {
    **{name: name for name in ("id", "name", "scopes", "expires_at", "revoked_at")},
    "last_used_at": "last_used_at",
    "owner_is_active": "owner__is_active",
}


def issue(
    *, name: str, owner: AbstractBaseUser, scopes: Collection[str], expires_at: datetime | None
) -> tuple[ApiToken, domain.Secret]:
    """Store a new token; return it with its secret, which cannot be read again.

    Raises:
        Invalid: naming every value that breaks a rule.

    """
    domain.check_token(name=name, scopes=frozenset(scopes), expires_at=expires_at)
    secret = domain.new_secret()
    token = ApiToken.objects.create(
        name=name,
        owner_id=owner.pk,
        scopes=[scope for scope in Scope if scope in scopes],
        prefix=secret.prefix,
        digest=secret.digest,
        expires_at=expires_at,
    )
    return token, secret


def find(text: str) -> domain.ApiToken | None:
    """Return the token with this secret, if there is one."""
    with connection.cursor() as cursor:
        cursor.execute(_statement(), [domain.digest(text)])
        row = cursor.fetchone()
    if row is None:
        return None
    values = dict(zip(FIELDS, row, strict=True))
    stored = values.pop("scopes")
    # Scopes of another release are unknown, and ignored.
    scopes = frozenset(scope for scope in Scope if scope in stored)
    return domain.ApiToken(**values, scopes=scopes)


@cache
def _statement() -> str:
    found = ApiToken.objects.filter(digest="").values_list(*FIELDS.values())
    # Cached, because Django takes longer to create the SQL than PostgreSQL to run it.
    statement, _ = found.query.sql_with_params()
    return statement


def note_use(token: domain.ApiToken) -> None:
    """Store that a token is used now."""
    now = timezone.now()
    if token.last_used_at is not None and token.last_used_at >= now - BETWEEN_USES:
        return
    is_old = Q(last_used_at=None) | Q(last_used_at__lt=now - BETWEEN_USES)
    ApiToken.objects.filter(is_old, id=token.id).update(last_used_at=now)


def revoke(tokens: Collection[int]) -> int:
    """Revoke the tokens with these ids; return how many were not revoked before."""
    wanted = ApiToken.objects.filter(id__in=tokens, revoked_at=None)
    return wanted.update(revoked_at=timezone.now())
