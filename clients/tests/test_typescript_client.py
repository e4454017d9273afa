"""The TypeScript client's own tests, on Node's own runner."""

import os
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.mark.parametrize(("file", "tests"), [("client", 7), ("layer", 9)])
def test_the_typescript_client_passes_its_tests(address: str, file: str, tests: int) -> None:
    ran = subprocess.run(
        ["node", "--test", "--test-reporter=spec", HERE / f"typescript_{file}.test.ts"],
        env=os.environ | {"SERVICE_URL": address},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "fail 0" in ran.stdout
    assert f"pass {tests}" in ran.stdout
