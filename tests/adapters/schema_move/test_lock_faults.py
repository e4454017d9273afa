"""A session that locks a table delays the move, but the move does not block other sessions."""

from collections.abc import Iterator
from io import StringIO

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db.backends.base.base import BaseDatabaseWrapper
from pytest_django import DjangoDbBlocker

from tests.adapters.adoption.databases import new_database, query
from tests.adapters.schema_move.fault_injection import start
from tests.adapters.schema_move.legacy_database import database_state, make_legacy

VENUES = '"public"."adm.venues"'
READ = f"SELECT count(*) FROM {VENUES}"
LOCK_NOT_HAD = 4
WAITING = """
    SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
    WHERE d.datname = current_database() AND l.mode = 'AccessExclusiveLock' AND NOT l.granted
"""


@pytest.fixture
def legacy(worker_id: str, django_db_blocker: DjangoDbBlocker) -> Iterator[BaseDatabaseWrapper]:
    with django_db_blocker.unblock(), new_database(f"locks_{worker_id}") as connection:
        make_legacy(connection)
        yield connection


def session(connection: BaseDatabaseWrapper) -> psycopg.Connection:
    parameters = connection.get_connection_params()
    return psycopg.connect(**{**parameters, "cursor_factory": psycopg.Cursor})


@pytest.fixture
def sleeper(legacy: BaseDatabaseWrapper) -> Iterator[psycopg.Connection]:
    """Return a session that has read a table in an open transaction."""
    with session(legacy) as sleeping:
        sleeping.execute(READ)
        yield sleeping


@pytest.mark.parametrize("action", ["apply", "revert", "drop-views"])
def test_at_the_deadline_the_blocking_sessions_are_named(
    legacy: BaseDatabaseWrapper, action: str
) -> None:
    if action != "apply":
        call_command(*command(legacy, "apply"), "--compat-views", stdout=StringIO())
    before = database_state(legacy)
    with session(legacy) as sleeping:
        sleeping.execute(READ)
        with pytest.raises(CommandError) as refused:
            call_command(*command(legacy, action), "--lock-timeout=20", "--deadline=0.2")
        assert refused.value.returncode == LOCK_NOT_HAD
        assert f"pid {sleeping.info.backend_pid} (" in str(refused.value)
        assert READ in str(refused.value)
        assert database_state(legacy) == before
        assert sleeping.execute(READ).fetchone() == (2,)


def test_other_sessions_continue_while_the_move_waits(
    legacy: BaseDatabaseWrapper, sleeper: psycopg.Connection
) -> None:
    mover = start(
        legacy.settings_dict, "schema_move", "apply", "--lock-timeout=100", "--deadline=1"
    )
    with session(legacy) as other:
        other.autocommit = True
        # Ten times the lock timeout of the move: a session that is blocked fails.
        other.execute("SET statement_timeout = '1s'")
        while mover.is_alive():
            other.execute(READ)
            other.execute(f"UPDATE {VENUES} SET name = name")
    mover.join()
    assert mover.exitcode == LOCK_NOT_HAD


def test_the_move_continues_when_the_blocking_session_ends(
    legacy: BaseDatabaseWrapper, sleeper: psycopg.Connection
) -> None:
    mover = start(legacy.settings_dict, "schema_move", "apply", "--lock-timeout=50")
    for _ in range(2):
        while query(legacy, WAITING) == [(0,)]:
            assert mover.is_alive()
        while query(legacy, WAITING) != [(0,)]:
            assert mover.is_alive()
    assert query(legacy, "SELECT to_regclass('adm.venues')") == [(None,)]
    sleeper.rollback()
    mover.join()
    assert mover.exitcode == 0
    assert query(legacy, "SELECT to_regclass('adm.venues')") != [(None,)]


def command(connection: BaseDatabaseWrapper, action: str) -> tuple[str, ...]:
    return "schema_move", action, f"--database={connection.alias}"
