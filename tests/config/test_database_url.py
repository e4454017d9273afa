"""No message about `DATABASE_URL` repeats a part of the password."""

import os
import subprocess
import sys

import pytest

from config.environment import ROOT
from config.environment.database_url import parameters_of, without_password

SECRET = "hunter2"
WRONG = [
    f"postgresql://user:{SECRET}@host:54x2/db",
    f"postgresql://user:{SECRET}@host:{SECRET}/db",
    f"postgresql://user:a@{SECRET}@host/db",
    f"postgresql://user:a/{SECRET}@host/db",
    f"postgresql://user:a?{SECRET}@host/db",
    f"postgresql://user:a?{SECRET}=1@host/db",
    f"postgresql://user:a#{SECRET}@host/db?x",
    f"postgresql://user:{SECRET}%zz@host/db",
    f"postgresql://user:%{SECRET}@host/db",
    f"postgresql://user:{SECRET}@[::1/db",
    f"postgresql://user@host/db?passwort={SECRET}",
    f"postgresql://user@host/db?password={SECRET}&password",
    f"postgresql://user:{SECRET}@host/db?sslmode",
    f"postgress://user:{SECRET}@host/db",
    f"mysql://user:{SECRET}=@host/db",
    f"user:{SECRET}@host/db",
    f"host=here password=a {SECRET}",
    f"host=here password='{SECRET}",
    f"port={SECRET}",
]


@pytest.mark.parametrize("url", WRONG)
def test_an_invalid_url_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(ValueError, match=r"postgresql://|write %40") as refused:
        parameters_of(url)
    assert SECRET not in str(refused.value)
    # Neither in what a traceback would show of the causes.
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__ or refused.value.__context__ is None


@pytest.mark.parametrize(
    ("url", "password"),
    [
        ("postgresql://user:p%40ss%2Fw%3Ard@host:5432/db", "p@ss/w:rd"),
        ("postgresql:///db?host=/run/postgresql&user=me", None),
        ("postgresql://a:1,b:2/db?target_session_attrs=any", None),
        ("postgresql://user:word@/db?host=%2Frun", "word"),
        ("postgresql://[::1]:5432/db", None),
    ],
)
def test_a_valid_url_is_read(url: str, password: str | None) -> None:
    assert parameters_of(url).get("password") == password


def test_the_password_is_removed_from_a_message() -> None:
    url = "postgresql://user:hunter%32@host/db"

    assert without_password("no host hunter2", url) == "no host ***"


@pytest.mark.parametrize(
    "command",
    [["manage.py", "check"], ["manage.py", "migrate"], ["-m", "gunicorn", "--check-config",
     "--config", "python:config.gunicorn"], ["-m", "config.launcher", "0"]],
    ids=["check", "migrate", "gunicorn", "launcher"],
)  # fmt: skip
@pytest.mark.slow
def test_no_program_prints_it(command: list[str]) -> None:
    url = f"postgresql://user:a?{SECRET}@host/db"
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url, "PYTHONPATH": "src", "PORT": "0"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode != 0
    assert "DATABASE_URL" in done.stderr
    assert SECRET not in done.stdout + done.stderr
