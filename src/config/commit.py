"""The commit of a checkout."""

import subprocess
from pathlib import Path


def commit_of(checkout: Path) -> str | None:
    """Return the checked-out commit, or None without git or a repository."""
    # With an explicit folder, git does not search the parent folders.
    command = ["git", "--git-dir", str(checkout / ".git"), "rev-parse", "--verify", "HEAD"]
    try:
        found = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return None
    return found.stdout.strip()
