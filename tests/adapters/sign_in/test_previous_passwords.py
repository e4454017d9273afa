"""Staff of the previous system can sign in to the admin with their passwords."""

import base64
import hashlib

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from pytest_django import Settings

from config.hashers import password_hashers

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse"


def pbkdf2(digest: str, iterations: int) -> str:
    made = hashlib.pbkdf2_hmac(digest, PASSWORD.encode(), b"Zq3xT0pSaLt9", iterations)
    return f"pbkdf2_{digest}${iterations}$Zq3xT0pSaLt9${base64.b64encode(made).decode()}"


HASHES = {
    pbkdf2("sha256", 36_000): 302,
    pbkdf2("sha256", 260_000): 302,
    pbkdf2("sha1", 24_000): 302,
    "argon2$argon2id$v=19$m=102400,t=2,p=8$c2FsdHNhbHQ$MTIzNDU2Nzg5MDEyMzQ1Ng": 200,
    "bcrypt_sha256$$2b$12$JyBZRdAJIbZdYYgX5Uf7Z.dJYRJ8uJ1m9o1hH5g9cG0aQ3F6L5V2u": 200,
    "md5$salt$0123456789abcdef0123456789abcdef": 200,
    "!unusable": 200,
    "": 200,
}


@pytest.fixture(autouse=True)
def hashers(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PASSWORD_HASHERS = password_hashers()
    # Each hash takes half a second otherwise.
    monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", 1_000)


def sign_in(password: str) -> int:
    form = {"username": "staff", "password": password}
    return Client().post("/admin/login/?next=/admin/", form).status_code


@pytest.mark.parametrize("stored", HASHES, ids=lambda stored: stored.split("$")[0] or "none")
def test_a_stored_hash_is_supported_or_rejected(stored: str) -> None:
    # Inserted in the same way as by another system.
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO auth_user (username, password, is_superuser, is_staff, is_active,"
            " first_name, last_name, email, date_joined)"
            " VALUES ('staff', %s, false, true, true, '', '', '', now())",
            [stored],
        )

    assert sign_in("wrong") == 200
    assert sign_in(PASSWORD) == HASHES[stored]
    if HASHES[stored] == 302:
        # Our sign-in replaced the hash, with an algorithm that the other system supports.
        assert User.objects.get().password.startswith("pbkdf2_sha256$")
        assert sign_in(PASSWORD) == 302
    else:
        assert User.objects.get().password == stored
