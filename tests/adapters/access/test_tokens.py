"""Tokens in the admin and by the command; only a hash of them is stored."""

import re
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from adapters.access.models import ApiToken
from domain.access.tokens import digest

pytestmark = pytest.mark.django_db
INSTRUCTORS = "/api/administrate/instructors/"


@pytest.fixture
def owner() -> User:
    return User.objects.create_superuser("owner")


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("tokens", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def status(token: str) -> int:
    response: Any = Client().get(INSTRUCTORS, headers={"Authorization": f"Bearer {token}"})
    return int(response.status_code)


def create(*arguments: str) -> str:
    return run("create", "planner", "--owner", "owner", "--scope", "tutorials:write", *arguments)


def test_a_token_is_shown_once_and_stored_as_a_hash(owner: User) -> None:
    secret = create("--days", "30").strip()

    [token] = ApiToken.objects.all()
    assert re.fullmatch(r"tut_[\w-]{43}", secret)
    assert (token.digest, token.prefix) == (digest(secret), secret[:12])
    assert secret not in str(ApiToken.objects.values())
    assert (token.owner, token.scopes) == (owner, ["tutorials:write"])
    assert timedelta(days=29) < token.expires_at - timezone.now() < timedelta(days=30)  # type: ignore[operator]
    assert secret[:12] in run("list")
    assert secret not in run("list")


def test_a_token_is_used_until_it_is_revoked(owner: User) -> None:
    secret = create().strip()
    assert status(secret) == 200
    first = ApiToken.objects.get().last_used_at
    assert first is not None

    assert status(secret) == 200
    assert ApiToken.objects.get().last_used_at == first, "stored at most once a minute"
    assert "1" in run("revoke", secret[:12])
    assert status(secret) == 401
    assert "revoked" in run("list")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("create", "x", "--owner", "nobody", "--scope", "tutorials:write"), "'nobody'"),
        (("create", "x", "--owner", "owner", "--scope", "tutorials:fly"), "invalid choice"),
        (("create", " ", "--owner", "owner", "--scope", "tutorials:write"), "name"),
        (
            ("create", "x", "--owner", "owner", "--scope", "tutorials:write", "--days", "0"),
            "--days",
        ),
        (("revoke", "tut_nothing"), "0 tokens"),
        ((), "action"),
    ],
)
def test_a_command_that_cannot_be_done_changes_nothing(
    owner: User, arguments: tuple[str, ...], reason: str
) -> None:
    with pytest.raises(CommandError, match=reason):
        run(*arguments)

    assert not ApiToken.objects.exists()


def test_the_admin_shows_a_new_token_once_and_revokes_it(owner: User, client: Client) -> None:
    client.force_login(owner)
    given = {"name": "shop", "owner": owner.pk, "scopes": ["reference:read"]}
    refused = client.post(reverse("admin:access_apitoken_add"), {**given, "scopes": []})
    assert refused.status_code == 200
    assert not ApiToken.objects.exists()

    made = client.post(reverse("admin:access_apitoken_add"), given)

    [secret] = re.findall(r"tut_[\w-]{43}", made.content.decode())
    assert "no-store" in made["Cache-Control"]
    assert status(secret) == 200
    token = ApiToken.objects.get()
    page = reverse("admin:access_apitoken_change", args=[token.pk])
    assert secret not in client.get(page).content.decode()
    assert "reference:read" in client.get(page).content.decode()
    client.post(page, {**given, "name": "other", "scopes": ["tutorials:write"]})
    token.refresh_from_db()
    assert (token.name, token.scopes) == ("shop", ["reference:read"])
    chosen = {"action": "revoke", "_selected_action": [token.pk]}
    client.post(reverse("admin:access_apitoken_changelist"), chosen)
    assert status(secret) == 401
    assert client.post(reverse("admin:access_apitoken_delete", args=[token.pk])).status_code == 403


def test_an_account_is_deleted_with_its_tokens_by_plain_sql_too(owner: User) -> None:
    create()

    User.objects.filter(pk=owner.pk)._raw_delete("default")

    assert not ApiToken.objects.exists()
