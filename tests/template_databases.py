"""Databases that one process of a test run makes, and all its processes copy."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import psycopg
from django.core.management import call_command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from tests.adapters.adoption.databases import (
    LEGACY,
    LEGACY_SESSIONS,
    connected,
    migrate,
    run,
)

# Set by the first process of the run, inherited by the others.
RUN = "TEST_RUN"


def migrated_template() -> str:
    """Return the name of an empty database after `migrate`; nobody may connect to it."""
    return _made("migrated", lambda it: call_command("migrate", database=it.alias, verbosity=0))


def previous_template() -> str:
    """Return the name of a database of the previous system; nobody may connect to it."""
    return _made("previous", _fill_previous)


@contextmanager
def used_by_django(name: str) -> Iterator[None]:
    """Point Django at a new copy of the migrated template, and drop it afterwards."""
    default = connections["default"]
    before = default.settings_dict["NAME"]
    run(default, f"CREATE DATABASE {name} TEMPLATE {migrated_template()} STRATEGY FILE_COPY")
    try:
        default.close()
        default.settings_dict["NAME"] = name
        yield
    finally:
        default.close()
        default.settings_dict["NAME"] = before
        run(default, f"DROP DATABASE {name} WITH (FORCE)")


def drop_templates() -> None:
    """Drop the templates of this run; without a server, there are none."""
    with (
        suppress(psycopg.OperationalError),
        psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server,
    ):
        names = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
        for (name,) in server.execute(names, [f"{os.environ[RUN]}_"]).fetchall():
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _fill_previous(connection: BaseDatabaseWrapper) -> None:
    migrate(connection, ("auth", "0012_alter_user_first_name_max_length"))
    run(connection, LEGACY)
    run(connection, LEGACY_SESSIONS)


def _made(kind: str, fill: Callable[[BaseDatabaseWrapper], object]) -> str:
    """Make the database unless it exists; another process waits meanwhile."""
    name = f"{os.environ[RUN]}_{kind}"
    # Advisory locks count per database: all processes take theirs in the same one.
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])
        if not server.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchall():
            # It gets its name when it is complete.
            server.execute(f"DROP DATABASE IF EXISTS {name}_unfinished WITH (FORCE)")
            server.execute(f"CREATE DATABASE {name}_unfinished TEMPLATE template0")
            with connected(f"{name}_unfinished") as connection:
                fill(connection)
            server.execute(f"ALTER DATABASE {name}_unfinished RENAME TO {name}")
    return name
