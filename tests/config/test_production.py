"""The command that the README gives for production, as it stands there."""

import os
import re
import subprocess
import sys

from config.environment import ROOT
from config.launcher.web import take_port, wait_until_it_answers

COMMAND = re.compile(r"`(PYTHONPATH=src) gunicorn (--config \S+) --bind \S+`")
# Nobody listens there: a server must start, and live, without its database.
NOWHERE = "postgresql://127.0.0.1:1/nothing"


def test_the_command_of_the_readme_starts_the_service() -> None:
    found = COMMAND.search((ROOT / "README.md").read_text("utf-8"))
    assert found
    path, config = found.groups()
    with take_port(0) as listener:
        port = listener.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", *config.split(), "--bind", f"127.0.0.1:{port}"],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "SECRET_KEY": "a secret",
            "DATABASE_URL": NOWHERE,
            **dict([path.split("=")]),
        },
    )
    try:
        wait_until_it_answers(process, port=port, path="/api/health/live/")
    finally:
        process.terminate()
        process.wait(30)
