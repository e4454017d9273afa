"""The commit of a checkout, from git's own files."""

import subprocess
from pathlib import Path

import pytest

from config.commit import commit_of
from config.environment import ROOT
from tests.tools import need

COMMIT, OTHER = "0123456789abcdef" * 2 + "01234567", "f" * 40
BRANCH = "refs/heads/main"


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"{text}\n")


def test_a_branch_in_a_file_of_its_own(tmp_path: Path) -> None:
    write(tmp_path / ".git/HEAD", f"ref: {BRANCH}")
    write(tmp_path / ".git" / BRANCH, COMMIT)
    write(tmp_path / ".git/packed-refs", f"{OTHER} {BRANCH}")

    assert commit_of(tmp_path) == COMMIT


def test_a_branch_among_others(tmp_path: Path) -> None:
    write(tmp_path / ".git/HEAD", f"ref: {BRANCH}")
    packed = f"# pack-refs with: peeled\n{OTHER} {BRANCH}2\n{COMMIT} {BRANCH}\n^{OTHER}"
    write(tmp_path / ".git/packed-refs", packed)

    assert commit_of(tmp_path) == COMMIT


@pytest.mark.parametrize("commit", [COMMIT, "a" * 64])
def test_no_branch_at_all(tmp_path: Path, commit: str) -> None:
    write(tmp_path / ".git/HEAD", commit)

    assert commit_of(tmp_path) == commit


def test_a_worktree(tmp_path: Path) -> None:
    git = tmp_path / "first/.git"
    write(git / BRANCH, COMMIT)
    write(git / "worktrees/second/HEAD", f"ref: {BRANCH}")
    write(git / "worktrees/second/commondir", "../..")
    write(tmp_path / "second/.git", f"gitdir: {git / 'worktrees/second'}")

    assert commit_of(tmp_path / "second") == COMMIT


@pytest.mark.parametrize("head", ["", "ref: refs/heads/unborn", "ref: ", "nonsense"])
def test_what_cannot_be_told_is_not(tmp_path: Path, head: str) -> None:
    assert commit_of(tmp_path) is None
    write(tmp_path / ".git/HEAD", head)

    assert commit_of(tmp_path) is None


def test_git_says_the_same_of_this_checkout() -> None:
    asked = [need("git"), "-C", str(ROOT), "rev-parse", "HEAD"]
    said = subprocess.run(asked, capture_output=True, text=True, check=False)
    if said.returncode:
        pytest.skip("this is no checkout of git")

    assert commit_of(ROOT) == said.stdout.strip()
