"""`make run`: the launcher in a separate process, with all processes that it starts."""

import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from pytest_django import DjangoDbBlocker

from adapters.postgres.embedded import running_server, running_url
from adapters.postgres.embedded.cluster import is_locked
from config.environment import ROOT
from config.launcher.web import HOST
from tests.adapters.adoption.databases import new_database


@pytest.fixture(scope="module")
def run_directory() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="tests-", ignore_cleanup_errors=True) as made:
        yield Path(made)


@contextmanager
def launched(run_directory: Path, **variables: str) -> Iterator[subprocess.Popen[str]]:
    """Start the launcher; kill it at the end if the test has not ended it."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PORT", "DEMO", "SECRET_KEY"}
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "config.launcher"],
        cwd=ROOT,
        env={
            **inherited,
            "PYTHONPATH": str(ROOT / "src"),
            "RUN_DIRECTORY": str(run_directory),
            "PORT": "0",
            **variables,
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def greeting(process: subprocess.Popen[str]) -> str:
    """Return what is printed until the service is ready, or until its end."""
    assert process.stdout
    lines = []
    for line in process.stdout:
        lines.append(line)
        if "import_tutorials" in line:
            break
    return "".join(lines)


def rest(process: subprocess.Popen[str]) -> str:
    """Return what is printed until every process that could print has ended."""
    assert process.stdout
    return process.stdout.read()


def get(port: int, path: str) -> int:
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    connection.request("GET", path)
    status = connection.getresponse().status
    connection.close()
    return status


def port_in(printed: str) -> int:
    found = re.search(rf"http://{re.escape(HOST)}:(\d+)/api/docs", printed)
    assert found, printed
    return int(found[1])


@pytest.mark.slow
def test_an_interrupt_ends_all_processes(run_directory: Path) -> None:
    with launched(run_directory) as process:
        printed = greeting(process)
        port = port_in(printed)
        assert get(port, "/api/tutorials/events/") == 200
        assert running_url(run_directory / "postgres", "tutorials")
        process.send_signal(signal.SIGINT)
        assert rest(process).strip() == "Stopped."
        assert process.wait() == 0
    assert not is_locked(run_directory / "postgres")
    with pytest.raises(ConnectionRefusedError):
        get(port, "/")


@pytest.mark.slow
def test_killing_the_launcher_ends_all_processes(run_directory: Path) -> None:
    with launched(run_directory, DEMO="0") as process:
        port = port_in(greeting(process))
        process.kill()
        # The web server has ended when it has closed its end of the pipe.
        rest(process)
    with pytest.raises(ConnectionRefusedError):
        get(port, "/")
    # This start waits until the last process of the first database server has ended.
    with running_server(run_directory / "postgres") as server:
        assert running_url(run_directory / "postgres", "postgres") == server.url()


@pytest.mark.slow
def test_a_killed_database_is_restarted(run_directory: Path) -> None:
    with launched(run_directory, DEMO="0") as process:
        port = port_in(greeting(process))
        status = run_directory / "postgres" / "data" / "postmaster.pid"
        os.kill(int(status.read_text().split()[0]), signal.SIGKILL)
        assert process.stdout
        while "was restarted" not in (line := process.stdout.readline()):
            assert line
        assert until(200, port, "/api/tutorials/events/")
        shutil.rmtree(run_directory / "postgres" / "data")
        assert "the data folder of the database" in rest(process)
        assert process.wait() == 1


def until(status: int, port: int, path: str) -> bool:
    """Return whether the response of a path soon has this status."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if get(port, path) == status:
            return True
        time.sleep(0.05)
    return False


def test_an_unreachable_database_is_reported_in_one_line(run_directory: Path) -> None:
    url = f"postgresql://someone@/nothing?host={run_directory}"
    with launched(run_directory, DATABASE_URL=url) as process:
        printed = greeting(process)
        assert process.wait() == 1
    assert re.fullmatch(r"DATABASE_URL: .+\n", printed)


@pytest.mark.parametrize(
    ("variables", "reason"),
    [
        ({"WORKERS": "many"}, "WORKERS: .+"),
        ({"RUN_DIRECTORY": "/dev/null/x"}, "cannot use the folder /dev/null/x: .+"),
    ],
)
def test_an_invalid_setting_is_reported_in_one_line(
    run_directory: Path, variables: dict[str, str], reason: str
) -> None:
    with launched(run_directory, **variables) as process:
        printed = greeting(process)
        assert process.wait() == 1
    assert re.fullmatch(f"{reason}\n", printed)


@pytest.fixture
def empty_database(worker_id: str, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    name = f"unfilled_{worker_id}"
    with django_db_blocker.unblock(), new_database(name):
        yield make_conninfo(os.environ["DATABASE_URL"], dbname=name)


@pytest.mark.slow
def test_no_demo_is_loaded_into_the_database_of_the_url(
    run_directory: Path, empty_database: str
) -> None:
    with launched(run_directory, DATABASE_URL=empty_database, DEMO="1") as process:
        printed = greeting(process)
        assert get(port_in(printed), "/api/tutorials/events/") == 200
    assert "Loaded" not in printed
    assert "The catalogue of the database is empty, and nothing was loaded" in printed
    with psycopg.connect(empty_database) as connection:
        assert connection.execute("SELECT count(*) FROM acted.tutorial_events").fetchone() == (0,)
