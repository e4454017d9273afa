"""The TypeScript client's own tests, on Node's own runner."""

import os
import subprocess
from pathlib import Path

HERE = Path(__file__).parent


def test_the_typescript_client_passes_its_tests(address: str) -> None:
    ran = subprocess.run(
        ["node", "--test", "--test-reporter=spec", HERE / "typescript_client.test.ts"],
        env=os.environ | {"SERVICE_URL": address},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "fail 0" in ran.stdout
    assert "pass 7" in ran.stdout
