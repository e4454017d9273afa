"""Programs that some tests need.

If a program is missing, the test is skipped. In CI (`CI=true`), which installs the packages in
`.ci/packages`, it fails.
"""

import os
import shutil
from pathlib import Path

import pytest

POSTGRESQL = Path("/usr/lib/postgresql")  # where Debian installs each major version


def need(program: str) -> str:
    """Return the path of a program; skip the test, or fail in CI, if it is missing."""
    # Debian installs servers in directories that are only on the superuser's PATH.
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin"])
    return shutil.which(program, path=path) or _missing(program)


def need_postgresql() -> Path:
    """Return the programs of the oldest installed PostgreSQL; skip or fail if there is none."""
    found = [folder for folder in POSTGRESQL.glob("*/bin") if (folder / "initdb").exists()]
    if not found:
        return Path(_missing(f"PostgreSQL in {POSTGRESQL}"))
    return min(found, key=lambda folder: int(folder.parent.name))


def _missing(what: str) -> str:
    message = f"{what} is not installed; .ci/packages names the Debian packages"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)
