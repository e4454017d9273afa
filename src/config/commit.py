"""Which commit a checkout is at, read from git's own files: no git is needed, and no process."""

import re
from pathlib import Path

COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


def commit_of(checkout: Path) -> str | None:
    """Return the commit that is checked out, or None where that cannot be told."""
    try:
        git = _git_folder(checkout)
        head = (git / "HEAD").read_text().strip()
        found = _resolved(git, head.removeprefix("ref: ")) if head.startswith("ref: ") else head
    except OSError:
        return None
    return found if COMMIT.fullmatch(found) else None


def _git_folder(checkout: Path) -> Path:
    """Return the folder of HEAD; `.git` is a file that names it in all but the first worktree."""
    git = checkout / ".git"
    if git.is_dir():
        return git
    return checkout / git.read_text().strip().removeprefix("gitdir: ")


def _resolved(git: Path, reference: str) -> str:
    """Return the commit of a branch; git keeps it in a file of its own, or with many others."""
    common = git / "commondir"
    shared = git / common.read_text().strip() if common.exists() else git
    loose = shared / reference
    if loose.exists():
        return loose.read_text().strip()
    packed = (shared / "packed-refs").read_text().splitlines()
    return next((line.split()[0] for line in packed if line.endswith(f" {reference}")), "")
