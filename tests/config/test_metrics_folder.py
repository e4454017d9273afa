"""The folder of the metrics is removed even if the server was killed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.environment import Environment
from config.metrics import folder
from config.metrics.folder import PREFIX, VARIABLE, make_folder, remove_folder


@pytest.fixture
def parent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(folder, "IN_MEMORY", tmp_path)
    monkeypatch.setenv(VARIABLE, "")
    return tmp_path


def settings(metrics_bind: str = "127.0.0.1:9101") -> Environment:
    return Environment(metrics_bind=metrics_bind)


def test_no_folder_is_made_without_metrics(parent: Path) -> None:
    assert make_folder(settings("")) is None
    assert list(parent.iterdir()) == []


def test_the_folder_is_named_to_the_client_library_and_removed(parent: Path) -> None:
    made = make_folder(settings())

    assert made is not None
    assert os.environ[VARIABLE] == str(made)
    assert list(parent.iterdir()) == [made]
    remove_folder(made)
    assert list(parent.iterdir()) == []


def test_folders_of_killed_servers_are_removed(parent: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    abandoned = parent / f"{PREFIX}{ended.pid}-abc"
    used = parent / f"{PREFIX}{os.getppid()}-abc"
    foreign = [parent / f"{PREFIX}other", parent / f"{PREFIX}{2**70}-abc", parent / "other"]
    for each in (abandoned, used, *foreign):
        each.mkdir()
    (abandoned / "counter_1.db").write_bytes(b"x")

    made = make_folder(settings())

    assert set(parent.iterdir()) == {used, *foreign, made}
