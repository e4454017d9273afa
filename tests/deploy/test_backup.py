"""A backup, restored into an empty server, ends in a service with correct responses."""

import http.client
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import psycopg
import pytest
from pytest_django import DjangoDbBlocker

from adapters.postgres import embedded
from config.environment import ROOT
from tests.deploy.sites import CODE, catalogue
from tests.served import served

pytestmark = pytest.mark.slow


def command(url: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    programs = os.pathsep.join([str(embedded.packaged_binaries()), os.environ["PATH"]])
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url, "PATH": programs},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def event(port: int) -> dict[str, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", f"/api/tutorials/events/{CODE}/")
    found: dict[str, Any] = json.loads(connection.getresponse().read())
    connection.close()
    return found


def open_folder(name: str) -> Path:
    folder = Path(name)
    folder.chmod(0o755)
    return folder


def test_a_restored_backup_has_the_same_data_and_can_be_written_to(
    worker_id: str,
    tmp_path: Path,
    django_db_blocker: DjangoDbBlocker,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    backup = tmp_path / "copy.backup"
    with (
        catalogue(f"saved_{worker_id}", tmp_path, django_db_blocker) as url,
        served(DATABASE_URL=url) as port,
    ):
        saved = event(port)
        monkeypatch.setenv("METRICS_DIRECTORY", str(tmp_path))
        done = command(url, "backup", str(backup))
        assert done.returncode == 0, done.stderr
        assert json.loads((tmp_path / "backup.json").read_text())["size"] == backup.stat().st_size
        assert backup.stat().st_mode & 0o777 == 0o600
        assert "exists already" in command(url, "backup", str(backup)).stderr
        assert "The database is not empty" in command(url, "restore", str(backup)).stderr
    # Not in tmp_path, whose parent another run of pytest closes to the user of the server.
    with (
        tempfile.TemporaryDirectory(prefix="tests-") as name,
        embedded.running_server(open_folder(name) / "server", settings=("fsync=off",)) as server,
    ):
        empty = server.url()
        damaged = tmp_path / "damaged.backup"
        damaged.write_bytes(backup.read_bytes()[:-2000])
        assert command(empty, "restore", str(damaged)).returncode != 0
        done = command(empty, "restore", str(backup))
        assert done.returncode == 0, done.stderr
        assert "Every write to the catalogue is logged." in done.stdout
        with served(DATABASE_URL=empty) as port, psycopg.connect(empty) as connection:
            assert saved["code"] == CODE
            assert event(port) == saved
            connection.execute("UPDATE acted.tutorial_events SET remain_space = 3")
            connection.commit()
            assert event(port)["remain_space"] == 3


def test_a_program_that_is_missing_is_named(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "backup", str(tmp_path / "copy")],
        cwd=ROOT,
        env={**os.environ, "PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "install the package postgresql-client" in done.stderr
    assert not list(tmp_path.iterdir())
