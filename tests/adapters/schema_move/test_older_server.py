"""What holds of PostgreSQL 18 holds of 15 too, the oldest that is supported."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.postgres import embedded
from config.environment import ROOT
from tests.conftest import IN_MEMORY, SETTINGS

# Where Debian puts them.
BINARIES = Path("/usr/lib/postgresql/15/bin")
TESTS = (
    "tests/adapters/postgres",
    "tests/adapters/schema_move/test_copies_compared.py",
    "tests/adapters/schema_move/test_copies_resolved.py",
    "tests/adapters/schema_move/test_foresight.py",
    "tests/adapters/schema_move/test_moving.py",
    "tests/adapters/schema_move/test_refusing.py",
    "tests/adapters/schema_move/test_whole_copies.py",
    "tests/contracts",
)


@pytest.mark.skipif(not BINARIES.exists(), reason="PostgreSQL 15 is not installed")
def test_the_oldest_server_passes_the_tests_of_the_newest(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = Path(IN_MEMORY or tmp_path_factory.getbasetemp()) / f"postgres-15-{os.getpid()}"
    own = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *TESTS]
    command += ["--deselect", "tests/adapters/postgres/test_embedded.py"]
    try:
        with embedded.running_server(folder, binaries=BINARIES, settings=SETTINGS) as server:
            tested = subprocess.run(
                command,
                cwd=ROOT,
                env={**own, "DATABASE_URL": server.url()},
                capture_output=True,
                text=True,
                check=False,
            )
    finally:
        shutil.rmtree(folder, ignore_errors=True)

    assert tested.returncode == 0, tested.stdout
