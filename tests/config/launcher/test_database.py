import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError

from config.launcher import prepare as preparing
from config.launcher.database import DATABASE, database, find_running_database
from config.launcher.errors import LaunchError
from config.launcher.greeting import greeting
from config.launcher.secret import secret_key
from config.launcher.settings import LaunchSettings, launch_settings


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="tests-", ignore_cleanup_errors=True) as made:
        yield Path(made)


@pytest.fixture
def no_database_url(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL")


def test_every_invalid_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "70000")
    monkeypatch.setenv("DEMO", "perhaps")
    with pytest.raises(LaunchError, match=r"PORT: .*; DEMO: "):
        launch_settings()


def test_a_given_database_is_used(folder: Path) -> None:
    settings = LaunchSettings(run_directory=folder)
    with database(settings) as used:
        used.look_after()
        assert used.url == os.environ["DATABASE_URL"]
    assert not settings.database_folder.exists()


@pytest.mark.usefixtures("no_database_url")
def test_the_embedded_database_is_created_once_and_reused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUN_DIRECTORY", str(folder))
    find_running_database()
    assert "DATABASE_URL" not in os.environ
    for _ in range(2):
        with database(launch_settings()) as used:
            used.start()
            with psycopg.connect(used.url) as connection:
                assert connection.info.dbname == DATABASE
            find_running_database()
            assert os.environ.pop("DATABASE_URL") == used.url


def test_a_given_database_url_has_priority(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql:///mine")
    find_running_database()
    assert os.environ["DATABASE_URL"] == "postgresql:///mine"


@pytest.mark.usefixtures("no_database_url")
def test_a_server_that_cannot_start_is_reported(folder: Path) -> None:
    (folder / "postgres").write_text("a file is in the way")
    with (
        database(LaunchSettings(run_directory=folder)) as used,
        pytest.raises(LaunchError, match="cannot run PostgreSQL on"),
    ):
        used.start()


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("nonsense", "is not a connection URI, such as"),
        ("postgresql://someone@/nothing?host=/nowhere", "No such file or directory"),
    ],
)
def test_an_invalid_database_url_is_reported_in_one_line(
    monkeypatch: pytest.MonkeyPatch, url: str, message: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    with (
        pytest.raises(LaunchError, match=message) as caught,
        database(launch_settings()),
    ):
        pytest.fail("it was reached")
    assert "\n" not in str(caught.value)


def test_a_refused_migration_is_reported_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(name: str, **_options: object) -> None:
        raise CommandError(f"{name} refuses")

    monkeypatch.setattr(preparing, "call_command", refuse)
    monkeypatch.setattr(preparing, "_close", lambda: None)
    with pytest.raises(LaunchError, match="the database cannot be prepared: migrate refuses"):
        preparing.prepare(demo=True)


@pytest.mark.parametrize(
    ("demo", "commands"), [(True, ["migrate", "load_demo"]), (False, ["migrate"])]
)
def test_the_demo_is_optional(
    monkeypatch: pytest.MonkeyPatch, demo: bool, commands: list[str]
) -> None:
    called: list[str] = []
    monkeypatch.setattr(preparing, "call_command", lambda name, **_options: called.append(name))
    monkeypatch.setattr(preparing, "_close", lambda: None)
    preparing.prepare(demo=demo)
    assert called == commands


def test_the_secret_key_is_kept_and_private(folder: Path) -> None:
    key = secret_key(folder / "run")
    assert len(key) >= 50
    assert secret_key(folder / "run") == key
    (file,) = (folder / "run").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600


def test_commands_for_a_given_database_need_its_url() -> None:
    assert "DATABASE_URL" in greeting(root="http://here", own_database=False)
    assert "DATABASE_URL" not in greeting(root="http://here", own_database=True)
