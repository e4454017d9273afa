"""Callers are identified by token and by session, in memory and on PostgreSQL."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import timezone

from adapters.access import tokens
from adapters.access.authenticator import PERMISSIONS, DjangoAuthenticator
from adapters.access.models import ApiToken
from domain.access.attempts import Scope as Limit
from domain.access.callers import Caller, Scope, TooManyAttempts, Unauthenticated
from domain.ports.access import Authenticator
from tests.callers import POWERLESS_SESSION, STAFF_SESSION, an_authenticator, token_of

WRITE = Scope.TUTORIALS_WRITE
HERE = "192.0.2.1"


@dataclass(frozen=True)
class Known:
    """An authenticator with callers of every kind: the texts of tokens, and keys of sessions."""

    access: Authenticator
    writer: str
    ended: dict[str, str]
    staff: str
    powerless: str

    def ask(self, token: str, *, forwarded_for: str = "") -> Caller:
        return self.access.by_token(token, peer=HERE, forwarded_for=forwarded_for)


def in_memory() -> Known:
    ended = {name: name for name in ("expired", "revoked", "orphaned")}
    return Known(an_authenticator(), token_of(WRITE), ended, STAFF_SESSION, POWERLESS_SESSION)


def signed_in(user: User) -> str:
    client = Client()
    client.force_login(user)
    return str(client.session.session_key)


def on_postgresql() -> Known:
    owner = User.objects.create_superuser("owner")
    left = User.objects.create_user("left", is_active=False)
    clerk = User.objects.create_user("clerk", is_staff=True)
    soon = timezone.now() + timedelta(days=1)

    def issue(name: str, owner: User = owner) -> str:
        _, secret = tokens.issue(name=name, owner=owner, scopes={WRITE}, expires_at=soon)
        return secret.text

    ended = {"expired": issue("old"), "revoked": issue("bad"), "orphaned": issue("left", left)}
    ApiToken.objects.filter(name="old").update(expires_at=timezone.now())
    tokens.revoke([ApiToken.objects.get(name="bad").pk])
    return Known(DjangoAuthenticator(), issue("planner"), ended, signed_in(owner), signed_in(clerk))


@pytest.fixture(
    params=[in_memory, pytest.param(on_postgresql, marks=pytest.mark.django_db)],
    ids=["in memory", "PostgreSQL"],
)
def known(request: pytest.FixtureRequest) -> Known:
    make: Callable[[], Known] = request.param
    return make()


def test_a_token_has_its_scopes(known: Known) -> None:
    caller = known.ask(known.writer)

    assert (caller.kind, caller.scopes) == ("token", frozenset({WRITE}))
    assert known.ask(known.writer).key == caller.key


@pytest.mark.parametrize(
    ("name", "reason"),
    [("expired", "has expired"), ("revoked", "was revoked"), ("orphaned", "owner")],
)
def test_a_token_that_has_ended_is_refused(known: Known, name: str, reason: str) -> None:
    # It is not counted, because its owner is not guessing.
    for _ in range(Limit.TOKENS.free + 2):
        with pytest.raises(Unauthenticated, match=reason):
            known.ask(known.ended[name])


def test_unknown_tokens_are_counted_for_the_address(known: Known) -> None:
    for number in range(Limit.TOKENS.free):
        with pytest.raises(Unauthenticated, match="unknown"):
            # A header that anybody can forge changes nothing.
            known.ask(f"guess {number}", forwarded_for=f"203.0.113.{number}")

    with pytest.raises(TooManyAttempts) as refused:
        known.ask("guess")
    assert 0 < refused.value.seconds <= 60
    assert known.ask(known.writer).scopes
    with pytest.raises(Unauthenticated):
        known.access.by_token("guess", peer="192.0.2.2", forwarded_for="")


def test_staff_have_the_scopes_of_their_permissions(known: Known) -> None:
    owner, clerk = known.access.by_session(known.staff), known.access.by_session(known.powerless)

    assert owner is not None
    assert clerk is not None
    assert (owner.kind, owner.scopes) == ("staff", frozenset(Scope))
    assert (clerk.kind, clerk.scopes) == ("staff", frozenset())
    assert owner.key != clerk.key


@pytest.mark.parametrize("key", ["unknown0000", "\x00", "ü" * 32])
def test_an_unknown_session_is_anonymous(known: Known, key: str) -> None:
    assert known.access.by_session(key) is None


@pytest.mark.django_db
def test_permissions_give_a_scope_only_together() -> None:
    clerk = User.objects.create_user("clerk", is_staff=True)
    names = {name.partition(".")[2] for name in PERMISSIONS[WRITE]}
    *most, last = Permission.objects.filter(codename__in=names)
    assert len(most) == len(names) - 1
    clerk.user_permissions.set(most)
    key = signed_in(clerk)
    access = DjangoAuthenticator()
    before = access.by_session(key)
    clerk.user_permissions.add(last)
    after = access.by_session(key)

    assert before is not None
    assert after is not None
    assert WRITE not in before.scopes
    assert WRITE in after.scopes
    assert Scope.TUTORIALS_FORCE not in after.scopes
    assert Scope.REFERENCE_WRITE not in after.scopes


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}])
def test_an_account_that_is_no_longer_staff_is_anonymous(change: dict[str, bool]) -> None:
    owner = User.objects.create_superuser("owner")
    key = signed_in(owner)
    User.objects.update(**change)

    assert DjangoAuthenticator().by_session(key) is None
