"""Stores sign-in attempts in PostgreSQL, so that all workers and machines share the counts."""

import hashlib
import unicodedata
from datetime import datetime
from ipaddress import IPv4Address, ip_address, ip_network

from django.db.models import Count, Max, Q
from django.utils import timezone

from adapters.sign_in.models import SignInTry
from domain.access.attempts import WINDOW, Scope, Tries, seconds_to_wait

# Stored instead of an account for unknown tokens, which do not count for sign-ins.
TOKENS = "token"
# An IPv6 client usually has a whole network of this length.
IPV6_PREFIX = 64


def begin(account: str, address: str) -> tuple[SignInTry, int]:
    """Record an attempt before its password is checked; return the seconds to wait, or 0.

    Attempts are recorded before they are counted, so that concurrent attempts count each other.
    An attempt that has to wait does not count for the next one.
    """
    now = timezone.now()
    SignInTry.objects.filter(tried_at__lt=now - WINDOW).delete()
    made = SignInTry.objects.create(account=_key(account), address=_network(address), tried_at=now)
    wait = seconds_to_wait(_others(made, now), now)
    if wait:
        made.delete()
    return made, wait


def succeeded(made: SignInTry) -> None:
    """Delete the attempts for an account from an address after a successful sign-in."""
    SignInTry.objects.filter(account=made.account, address=made.address).delete()


def count_unknown_token(address: str) -> int:
    """Count an unknown token; return the seconds to wait, or 0."""
    now = timezone.now()
    of_address = SignInTry.objects.filter(account=TOKENS, address=_network(address))
    found = of_address.filter(tried_at__gte=now - WINDOW).aggregate(Count("pk"), Max("tried_at"))
    tries = Tries(count=found["pk__count"], latest=found["tried_at__max"])
    wait = seconds_to_wait({Scope.TOKENS: tries}, now)
    if not wait:
        SignInTry.objects.filter(tried_at__lt=now - WINDOW).delete()
        SignInTry.objects.create(account=TOKENS, address=_network(address), tried_at=now)
    return wait


def _others(made: SignInTry, now: datetime) -> dict[Scope, Tries]:
    of_account = Q(account=made.account)
    of_address = Q(address=made.address) & ~Q(account=TOKENS)
    wanted = {
        Scope.ACCOUNT_AND_ADDRESS: of_account & of_address,
        Scope.ADDRESS: of_address,
        Scope.ACCOUNT: of_account,
    }
    found = (
        SignInTry.objects.filter(of_account | of_address, tried_at__gte=now - WINDOW)
        .exclude(pk=made.pk)
        .aggregate(
            **{f"count_{scope.name}": Count("pk", filter=which) for scope, which in wanted.items()},
            **{
                f"latest_{scope.name}": Max("tried_at", filter=which)
                for scope, which in wanted.items()
            },
        )
    )
    return {
        scope: Tries(count=found[f"count_{scope.name}"], latest=found[f"latest_{scope.name}"])
        for scope in wanted
    }


def _key(account: str) -> str:
    # Names are hashed, because users sometimes enter their password as the name.
    same = unicodedata.normalize("NFKC", account).casefold()
    return hashlib.sha256(same.encode("utf-8", "replace")).hexdigest()


def _network(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, IPv4Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ip_network(f"{found}/{IPV6_PREFIX}", strict=False))
