"""The code before the latest migration works on the database after it: there is a way back."""

import http.client
import json
import os
import signal
import subprocess
import tarfile
from io import BytesIO
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from config.environment import ROOT
from tests.deploy import releases
from tests.deploy.sites import CODE, catalogue
from tests.deploy.test_updates import free_port

pytestmark = pytest.mark.slow
MIGRATIONS = "src/adapters/*/migrations/0*.py"


def git(*arguments: str) -> bytes:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"the history is not there: {done.stderr.decode()}")
    return done.stdout


def test_the_previous_release_works_on_the_newer_schema(
    worker_id: str, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    latest = git(
        "log", "-1", "--format=%H", "--diff-filter=A", "--", "src/adapters/*/migrations/0*.py"
    )
    before = f"{latest.decode().strip()}^"
    with tarfile.open(fileobj=BytesIO(git("archive", before))) as archive:
        archive.extractall(tmp_path / "previous", filter="data")
    release = releases.install(tmp_path / "installed")
    port = free_port()
    with catalogue(f"newer_{worker_id}", tmp_path, django_db_blocker) as url:
        source = {"PYTHONPATH": str(tmp_path / "previous" / "src"), "COMMIT": "abcdef0"}
        process = releases.start(release, port, url, **source)
        try:
            releases.until_ready(port)
            assert event(port)["code"] == CODE
            change = ["manage.py", "shell", "--no-imports", "-c", CHANGE]
            subprocess.run(
                [str(release / ".venv-service" / "bin" / "python"), *change],
                cwd=tmp_path / "previous",
                env={**os.environ, **source, "DATABASE_URL": url},
                check=True,
            )
            assert event(port)["remain_space"] == 3
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


CHANGE = """
from adapters.tutorials.models import TutorialEvent
for event in TutorialEvent.objects.all():
    event.remain_space = 3
    event.save()
"""


def event(port: int) -> dict[str, object]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", f"/api/tutorials/events/{CODE}/")
    found: dict[str, object] = json.loads(connection.getresponse().read())
    connection.close()
    return found
