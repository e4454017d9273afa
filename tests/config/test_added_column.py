"""A new model field and `makemigrations` work on every database that the service may meet."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper
from pytest_django import DjangoDbBlocker

from config.environment import ROOT
from tests.adapters.adoption.databases import LEGACY, migrate, new_database, query, record, run
from tests.adapters.schema_move.places import scatter

pytestmark = pytest.mark.slow

FIELD = '    note = models.CharField(max_length=20, blank=True, default="none")\n'
OPTIONAL = "    badge = models.CharField(max_length=20, null=True, blank=True)\n"
# One process for all, because each start of Django takes seconds.
CHILD = """
import importlib, io, json, sys, traceback
import django
django.setup()
from django.core.management import call_command
from django.db import connections

def code_of(*arguments, **options):
    try:
        call_command(*arguments, **options)
    except SystemExit as error:
        return error.code or 0
    except Exception:
        return traceback.format_exc()
    return 0

made = io.StringIO()
call_command("makemigrations", stdout=made)
importlib.invalidate_caches()
codes = {}
for name in sys.argv[1:]:
    connections.databases[name] = {**connections.databases["default"], "NAME": name}
    codes[name] = [
        code_of("schema_move", "plan", database=name, stdout=io.StringIO()),
        code_of("migrate", database=name, verbosity=0),
    ]
print(json.dumps({"made": made.getvalue(), "codes": codes}))
"""


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the service, with a field more in three of its models."""
    folder = tmp_path_factory.mktemp("service")
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
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
    return folder


def run_child(folder: Path, *names: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", CHILD, *names],
        env={
            **os.environ,
            "PYTHONPATH": str(folder / "src"),
            "DJANGO_SETTINGS_MODULE": "config.settings",
        },
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def empty(_: BaseDatabaseWrapper) -> None:
    """Leave the database as it is made."""


def literal_dot(connection: BaseDatabaseWrapper) -> None:
    scatter(connection, "literal dot")
    record(connection, ("administrate", "0001_initial"), ("tutorials", "0001_initial"))


def recorded_in_place(connection: BaseDatabaseWrapper) -> None:
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


# By state, whether it is made of a database of the previous system.
STATES: dict[Callable[[BaseDatabaseWrapper], None], bool] = {
    empty: False,
    literal_dot: True,
    recorded_in_place: True,
    earlier_release: False,
    migrate: False,
}


def test_the_column_is_added_in_every_state(
    copied: Path, worker_id: str, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), ExitStack() as stack:
        previous = stack.enter_context(new_database(f"added_{worker_id}_previous"))
        migrate(previous, ("auth", "0012_alter_user_first_name_max_length"))
        run(previous, LEGACY)
        previous.close()
        databases = {}
        for state, is_legacy in STATES.items():
            name = f"added_{worker_id}_{state.__name__}"
            template = previous.settings_dict["NAME"] if is_legacy else "template0"
            databases[name] = stack.enter_context(new_database(name, template=template))
            state(databases[name])
            databases[name].close()

        result = run_child(copied, *databases)

        assert result["made"].count("Add field") == 3
        added = "SELECT table_schema, is_nullable, column_default FROM information_schema.columns"
        for name, database in databases.items():
            plan, migrated = result["codes"][name]
            assert plan in (0, 1), plan
            assert migrated == 0, migrated
            found = query(database, f"{added} WHERE column_name IN ('note', 'badge') ORDER BY 1, 2")
            assert found == [
                ("acted", "YES", None),
                ("acted", "YES", None),
                ("adm", "NO", "'none'::character varying"),
            ]
