"""A catalogue of its own for the tests of deploy/, migrated and with one event."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict
from pytest_django import DjangoDbBlocker

from config.environment import ROOT
from tests.adapters.adoption.databases import new_database
from tests.adapters.spreadsheets.plan import event, session, workbook

CODE = "ELO-CM2-1-26B"


@contextmanager
def catalogue(name: str, folder: Path, blocker: DjangoDbBlocker) -> Iterator[str]:
    """Create a database with one event until the block ends; yield its URL."""
    plan = workbook(folder / "plan.xlsx", [event(CODE), session(2)])
    with blocker.unblock(), new_database(name):
        url = url_of(name)
        manage(url, "migrate", "--verbosity", "0")
        manage(url, "import_tutorials", str(plan))
        yield url


def url_of(name: str) -> str:
    """Return the connection string of another database of the tests' server."""
    place = conninfo_to_dict(os.environ["DATABASE_URL"]) | {"dbname": name}
    return " ".join(f"{key}='{value}'" for key, value in place.items() if value)


def manage(url: str, *arguments: str) -> str:
    """Run a command of manage.py on a database, and return what it prints."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
