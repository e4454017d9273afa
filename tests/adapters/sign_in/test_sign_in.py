from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from adapters.sign_in.addresses import client_address
from adapters.sign_in.models import SignInTry

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse"
HERE, ELSEWHERE = "192.0.2.1", "192.0.2.2"


@pytest.fixture
def owner() -> User:
    return User.objects.create_superuser("owner", password=PASSWORD)


def attempt(name: str = "owner", password: str = "wrong", **extra: str) -> Any:
    client = Client(**{"REMOTE_ADDR": HERE, **extra})  # type: ignore[arg-type]  # WSGI variables
    return client.post("/admin/login/", {"username": name, "password": password})


def attempts(count: int, **extra: str) -> list[int]:
    return [attempt(**extra).status_code for _ in range(count)]


@pytest.mark.parametrize("name", ["owner", "nobody"])
def test_after_five_failed_attempts_an_account_has_to_wait(owner: User, name: str) -> None:
    assert attempts(7, name=name) == [200] * 5 + [429] * 2

    refused = attempt(name, PASSWORD)
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 900
    assert b"Too many attempts" in refused.content
    assert "sessionid" not in refused.cookies


def test_the_owner_can_sign_in_from_another_address(owner: User) -> None:
    attempts(30)

    assert attempt(password=PASSWORD, REMOTE_ADDR=ELSEWHERE).status_code == 302


def test_an_address_has_to_wait_for_all_accounts(owner: User) -> None:
    found = [attempt(f"name {n}").status_code for n in range(22)]

    assert found == [200] * 20 + [429] * 2
    assert attempt("owner", PASSWORD).status_code == 429


def test_attempts_from_many_addresses_lock_an_account_for_one_minute(owner: User) -> None:
    found = [attempt(REMOTE_ADDR=f"198.51.100.{n}").status_code for n in range(51)]

    assert found == [200] * 50 + [429]
    refused = attempt(password=PASSWORD, REMOTE_ADDR=ELSEWHERE)
    assert (refused.status_code, int(refused["Retry-After"]) <= 60) == (429, True)
    SignInTry.objects.update(tried_at=timezone.now() - timedelta(seconds=61))
    assert attempt(password=PASSWORD, REMOTE_ADDR=ELSEWHERE).status_code == 302


def test_a_forged_header_is_ignored(owner: User) -> None:
    found = [
        attempt(HTTP_X_FORWARDED_FOR=f"203.0.113.{n}", HTTP_FORWARDED=f"for={n}").status_code
        for n in range(6)
    ]

    assert found == [200] * 5 + [429]


def test_a_successful_sign_in_resets_the_count(owner: User) -> None:
    attempts(4)

    assert attempt(password=PASSWORD).status_code == 302
    assert attempts(5) == [200] * 5


def test_the_wait_ends_and_old_attempts_are_deleted(owner: User) -> None:
    attempts(5)
    SignInTry.objects.update(tried_at=timezone.now() - timedelta(minutes=16))

    assert attempt(password=PASSWORD).status_code == 302
    assert not SignInTry.objects.exists()


def test_spellings_of_a_name_and_addresses_of_a_network_are_counted_together(owner: User) -> None:
    found = [
        attempt("OWNER" if n % 2 else "owner", REMOTE_ADDR=f"2001:db8::{n}").status_code
        for n in range(6)
    ]

    assert found == [200] * 5 + [429]


@pytest.mark.parametrize(
    ("peer", "header", "expected"),
    [
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "1.1.1.1, 203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "1.1.1.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        ("203.0.113.9", "1.1.1.1", "203.0.113.9"),
        ("", "1.1.1.1", ""),
    ],
)
def test_only_trusted_proxies_are_believed(peer: str, header: str, expected: str) -> None:
    assert client_address(peer, header, ["10.0.0.0/8"]) == expected
