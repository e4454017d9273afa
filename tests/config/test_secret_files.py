"""Secrets from files: SECRET_KEY_FILE, DATABASE_URL_FILE and any other secret."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from pydantic import SecretStr

from config.environment import GROUPS, environment, production_environment
from config.environment.group import Group, is_secret

SECRETS = [
    (group, name)
    for group in GROUPS
    for name, field in group.model_fields.items()
    if is_secret(field)
]
# A right value of a setting that does not take any text.
RIGHT = {"database_url": "postgresql://host/name"}


@pytest.fixture
def environ(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for _, name in SECRETS:
        monkeypatch.delenv(name.upper(), raising=False)
    return monkeypatch


@pytest.mark.parametrize(("group", "name"), SECRETS)
def test_every_secret_can_be_in_a_file(
    environ: pytest.MonkeyPatch, tmp_path: Path, group: type[Group], name: str
) -> None:
    value = RIGHT.get(name, "hunter2 ")
    (tmp_path / "secret").write_text(f"{value}\n")
    environ.setenv(f"{name.upper()}_FILE", str(tmp_path / "secret"))

    found = getattr(group(), name)

    assert isinstance(found, SecretStr)
    assert found.get_secret_value() == value


def test_only_secrets_can_be(environ: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "debug").write_text("true")
    environ.setenv("DEBUG_FILE", str(tmp_path / "debug"))

    assert not environment.__wrapped__().debug


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (None, "SECRET_KEY: the file of SECRET_KEY_FILE cannot be read: .*No such file"),
        (b"", "SECRET_KEY: the file of SECRET_KEY_FILE is empty"),
        (b"\n", "SECRET_KEY: the file of SECRET_KEY_FILE is empty"),
        (b"hunter2\xff", "SECRET_KEY: the file of SECRET_KEY_FILE is not UTF-8 text$"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(
    environ: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None, expected: str
) -> None:
    if content is not None:
        (tmp_path / "secret").write_bytes(content)
    environ.setenv("SECRET_KEY_FILE", str(tmp_path / "secret"))

    with pytest.raises(ImproperlyConfigured, match=expected):
        environment.__wrapped__()


def test_a_value_and_a_file_together_are_refused(environ: pytest.MonkeyPatch) -> None:
    environ.setenv("SECRET_KEY", "hunter2")
    environ.setenv("SECRET_KEY_FILE", "/nowhere")

    with pytest.raises(ImproperlyConfigured, match="set either SECRET_KEY or SECRET_KEY_FILE"):
        environment.__wrapped__()


def test_a_wrong_url_in_a_file_is_not_repeated(environ: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "url").write_text("postgresql://user:hunter2@host:5x/db")
    environ.setenv("DATABASE_URL_FILE", str(tmp_path / "url"))

    with pytest.raises(ImproperlyConfigured, match=r"DATABASE_URL: .*port") as refused:
        environment.__wrapped__()
    assert "hunter2" not in str(refused.value)


def test_in_production_everything_that_is_missing_is_named(environ: pytest.MonkeyPatch) -> None:
    environment.cache_clear()
    try:
        with pytest.raises(
            ImproperlyConfigured,
            match="SECRET_KEY or SECRET_KEY_FILE must be set; DATABASE_URL or DATABASE_URL_FILE",
        ):
            production_environment()
    finally:
        environment.cache_clear()
