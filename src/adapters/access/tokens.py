"""Issues, finds and revokes tokens."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q
from django.utils import timezone

from adapters.access.models import ApiToken
from domain.access import tokens as domain
from domain.access.callers import Scope

# The last use is stored at most once a minute, so that not every request writes.
BETWEEN_USES = timedelta(minutes=1)


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
    token = ApiToken.objects.select_related("owner").filter(digest=domain.digest(text)).first()
    if token is None:
        return None
    return domain.ApiToken(
        id=token.pk,
        name=token.name,
        # Scopes of another release are unknown, and ignored.
        scopes=frozenset(scope for scope in Scope if scope in token.scopes),
        expires_at=token.expires_at,
        revoked_at=token.revoked_at,
        owner_is_active=token.owner.is_active,
    )


def note_use(token_id: int) -> None:
    """Store that a token is used now."""
    now = timezone.now()
    is_old = Q(last_used_at=None) | Q(last_used_at__lt=now - BETWEEN_USES)
    ApiToken.objects.filter(is_old, id=token_id).update(last_used_at=now)


def revoke(tokens: Collection[int]) -> int:
    """Revoke the tokens with these ids; return how many were not revoked before."""
    wanted = ApiToken.objects.filter(id__in=tokens, revoked_at=None)
    return wanted.update(revoked_at=timezone.now())
