"""A new model field and `makemigrations` work on every database that the service may meet."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.conninfo import make_conninfo
from pytest_django import DjangoDbBlocker

from config.environment import ROOT
from tests.adapters.adoption.databases import LEGACY, migrate, new_database, query, record, run
from tests.adapters.schema_move.places import scatter

pytestmark = pytest.mark.slow

FIELD = '    note = models.CharField(max_length=20, blank=True, default="none")\n'
OPTIONAL = "    badge = models.CharField(max_length=20, null=True, blank=True)\n"


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the service, with a field more in two of its models."""
    folder = tmp_path_factory.mktemp("service")
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("manage.py", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    for place, model, field in (
        ("administrate/models.py", "Venue", FIELD),
        ("catalogue/models/subjects.py", "Subject", OPTIONAL),
        ("tutorials/models.py", "TutorialEvent", OPTIONAL),
    ):
        path = folder / "src/adapters" / place
        text, count = re.subn(
            rf"(class {model}\(models.Model\):\n(?:    \"\"\".*?\"\"\"\n\n)?)",
            rf"\1{field}",
            path.read_text(),
        )
        assert count == 1
        path.write_text(text)
    made = manage(folder, os.environ["DATABASE_URL"], "makemigrations")
    assert made.returncode == 0, made.stderr
    assert made.stdout.count("Add field") == 3
    return folder


def manage(folder: Path, url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, folder / "manage.py", *arguments],
        env={**os.environ, "DATABASE_URL": url, "PYTHONPATH": str(folder / "src")},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def empty(_: BaseDatabaseWrapper) -> None:
    """Leave the database as it is made."""


def previous(connection: BaseDatabaseWrapper) -> None:
    migrate(connection, ("auth", "0012_alter_user_first_name_max_length"))
    run(connection, LEGACY)


def literal_dot(connection: BaseDatabaseWrapper) -> None:
    previous(connection)
    scatter(connection, "literal dot")
    record(connection, ("administrate", "0001_initial"), ("tutorials", "0001_initial"))


def recorded_in_place(connection: BaseDatabaseWrapper) -> None:
    previous(connection)
    record(
        connection,
        ("administrate", "0001_initial"),
        ("administrate", "0002_alter_customfield_external_id"),
        ("administrate", "0003_migrate_to_adm_schema"),
        ("tutorials", "0001_initial"),
        ("tutorials", "0002_migrate_to_acted_schema"),
    )


def earlier_release(connection: BaseDatabaseWrapper) -> None:
    migrate(
        connection,
        ("administrate", "0004_ensure_tables"),
        ("tutorials", "0003_tutorial_sessions"),
        ("catalogue", "0003_changes"),
    )


@pytest.mark.parametrize("state", [empty, literal_dot, recorded_in_place, earlier_release, migrate])
def test_it_is_added_on_every_state(
    copied: Path,
    worker_id: str,
    django_db_blocker: DjangoDbBlocker,
    state: Callable[[BaseDatabaseWrapper], None],
) -> None:
    name = f"added_{worker_id}"
    with django_db_blocker.unblock(), new_database(name) as database:
        state(database)
        url = make_conninfo(os.environ["DATABASE_URL"], dbname=name)
        planned = manage(copied, url, "schema_move", "plan")
        assert planned.returncode in (0, 1), planned.stdout + planned.stderr
        done = manage(copied, url, "migrate")
        assert done.returncode == 0, done.stderr
        added = "SELECT table_schema, is_nullable, column_default FROM information_schema.columns"
        found = query(database, f"{added} WHERE column_name IN ('note', 'badge') ORDER BY 1, 2")
        assert found == [
            ("acted", "YES", None),
            ("acted", "YES", None),
            ("adm", "NO", "'none'::character varying"),
        ]
