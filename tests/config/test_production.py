"""The command that the README gives for production, as it stands there."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from config.environment import ROOT
from config.launcher.web import take_port, wait_until_it_answers

COMMAND = re.compile(r"^\.venv-service/bin/gunicorn (--config \S+) --bind \S+$", re.MULTILINE)
# Nobody listens there: a server must start, and live, without its database.
NOWHERE = "postgresql://127.0.0.1:1/nothing"
# As `make install` makes it: the packages know the service's own modules by a .pth file.
BASE = {"PATH": os.environ["PATH"], "PYTHONPATH": "src"}


def command(bind: str) -> list[str]:
    """Return the command of the README, with the tests' own environment."""
    found = COMMAND.search((ROOT / "README.md").read_text("utf-8"))
    assert found
    gunicorn = Path(sys.executable).with_name("gunicorn")
    return [str(gunicorn), *found[1].split(), "--bind", bind]


@pytest.mark.slow
def test_the_production_command_starts_the_service() -> None:
    with take_port(0) as listener:
        port = listener.getsockname()[1]
    process = subprocess.Popen(
        command(f"127.0.0.1:{port}"),
        cwd=ROOT,
        env={**BASE, "SECRET_KEY": "a secret", "DATABASE_URL": NOWHERE},
    )
    try:
        wait_until_it_answers(process, port=port, path="/api/health/live/")
    finally:
        process.terminate()
        process.wait(30)


def test_libraries_for_spreadsheets_are_not_loaded_at_the_start() -> None:
    """They are a tenth of the time until a server is ready, and most never need them."""
    done = subprocess.run(
        [sys.executable, "-c", "import sys, config.wsgi; print(*sys.modules)"],
        cwd=ROOT,
        env={**BASE, "SECRET_KEY": "a secret", "DATABASE_URL": NOWHERE},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(done.stdout.split())
    assert "config.wiring" in loaded
    assert not loaded & {"openpyxl", "xlsxwriter"}


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({"DATABASE_URL": NOWHERE}, "SECRET_KEY or SECRET_KEY_FILE must be set"),
        ({"SECRET_KEY": "", "DATABASE_URL": NOWHERE}, "SECRET_KEY or SECRET_KEY_FILE must be set"),
        ({"SECRET_KEY": "a secret"}, "DATABASE_URL or DATABASE_URL_FILE must be set"),
        ({"WORKERS": "0"}, "WORKERS: Input should be greater than or equal to 1"),
    ],
)
def test_it_refuses_to_guess(variables: dict[str, str], message: str) -> None:
    done = subprocess.run(
        command("127.0.0.1:0"),
        cwd=ROOT,
        env={**BASE, **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode != 0
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
