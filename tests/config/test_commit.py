"""The commit of a checkout, as reported by git."""

import subprocess
from pathlib import Path

import pytest

from config.commit import commit_of
from config.environment import ROOT
from tests.tools import need


def git(folder: Path, *arguments: str) -> str:
    names = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    command = [need("git"), "-C", str(folder), *names, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q", "first")
    git(tmp_path / "first", "commit", "-q", "--allow-empty", "-m", "Start")
    return tmp_path / "first"


def test_the_commit_of_a_branch(checkout: Path) -> None:
    assert commit_of(checkout) == git(checkout, "rev-parse", "HEAD")


def test_the_commit_of_a_worktree(checkout: Path, tmp_path: Path) -> None:
    git(checkout, "worktree", "add", "-q", str(tmp_path / "second"))
    git(tmp_path / "second", "commit", "-q", "--allow-empty", "-m", "Go on")

    assert commit_of(tmp_path / "second") == git(tmp_path / "second", "rev-parse", "HEAD")
    assert commit_of(tmp_path / "second") != commit_of(checkout)


def test_a_branch_without_a_commit(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", ".")

    assert commit_of(tmp_path) is None


def test_a_folder_inside_another_repository(checkout: Path) -> None:
    inside = checkout / "inside"
    inside.mkdir()

    assert commit_of(inside) is None


def test_no_git(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")

    assert commit_of(checkout) is None


def test_the_checkout_of_these_tests() -> None:
    if (ROOT / ".git").exists():
        assert commit_of(ROOT)
