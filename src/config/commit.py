"""The commit of a checkout."""

import subprocess
from pathlib import Path


def commit_of(checkout: Path) -> str | None:
    """Return the commit that is checked out, or None without git or without a repository."""
    # With the folder named, git does not look for a repository further up.
    command = ["git", "--git-dir", str(checkout / ".git"), "rev-parse", "--verify", "HEAD"]
    try:
        found = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return None
    return found.stdout.strip()
