"""The database tests also pass on PostgreSQL 15, the oldest supported version."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.postgres import embedded
from config.environment import ROOT
from tests.conftest import IN_MEMORY, SETTINGS
from tests.tools import need_postgresql

pytestmark = pytest.mark.slow

# Each runs separately, so that pytest-xdist can distribute them.
TESTS = {
    "backend": ["tests/adapters/postgres"],
    "copies": [
        "tests/adapters/schema_move/test_copies_compared.py",
        "tests/adapters/schema_move/test_copies_resolved.py",
        "tests/adapters/schema_move/test_whole_copies.py",
    ],
    "moves": [
        "tests/adapters/schema_move/test_migration_faults.py",
        "tests/adapters/schema_move/test_moving.py",
        "tests/adapters/schema_move/test_refusals.py",
    ],
    "contracts": ["tests/contracts"],
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[embedded.Server]:
    folder = Path(IN_MEMORY or tmp_path_factory.getbasetemp()) / f"older-postgres-{os.getpid()}"
    try:
        with embedded.running_server(
            folder, binaries=need_postgresql(), settings=SETTINGS
        ) as started:
            yield started
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.parametrize("tests", TESTS.values(), ids=TESTS)
def test_the_oldest_server_passes_the_tests_of_the_newest(
    server: embedded.Server, tests: list[str]
) -> None:
    own = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-m",
        "not slow",
        "-p",
        "no:cacheprovider",
        *tests,
    ]
    command += ["--deselect", "tests/adapters/postgres/test_embedded.py"]
    tested = subprocess.run(
        command,
        cwd=ROOT,
        env={**own, "DATABASE_URL": server.url()},
        capture_output=True,
        text=True,
        check=False,
    )

    assert tested.returncode == 0, tested.stdout
