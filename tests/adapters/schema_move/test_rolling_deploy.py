"""An old release can read and write under the old names during and after a move."""

from collections.abc import Iterator
from functools import partial

import psycopg
import pytest
from django.db.backends.base.base import BaseDatabaseWrapper
from pytest_django import DjangoDbBlocker

from tests.adapters.adoption.databases import new_database, query
from tests.adapters.schema_move.concurrent_clients import ConcurrentClient, running, wait_for_rounds
from tests.adapters.schema_move.fault_injection import run
from tests.adapters.schema_move.legacy_database import make_legacy

pytestmark = pytest.mark.slow
OLD, NEW = '"public"."adm.venues"', '"adm"."venues"'


@pytest.fixture
def legacy(worker_id: str, django_db_blocker: DjangoDbBlocker) -> Iterator[BaseDatabaseWrapper]:
    with django_db_blocker.unblock(), new_database(f"rolling_{worker_id}") as connection:
        make_legacy(connection)
        # Other rows than those that were written with ids of their own.
        query(connection, f"SELECT setval(pg_get_serial_sequence('{OLD}', 'id'), 1000)")
        yield connection


def session(connection: BaseDatabaseWrapper) -> psycopg.Connection:
    parameters = connection.get_connection_params()
    return psycopg.connect(**{**parameters, "cursor_factory": psycopg.Cursor})


def test_old_and_new_clients_lose_nothing_during_a_move(
    legacy: BaseDatabaseWrapper,
) -> None:
    connect = partial(session, legacy)
    old = [ConcurrentClient(connect=connect, table=OLD, label=f"old{n}") for n in range(2)]
    new = [ConcurrentClient(connect=connect, table=NEW, label=f"new{n}") for n in range(2)]
    with running(*old):
        wait_for_rounds(*old)
        assert run(legacy.settings_dict, "schema_move", "apply", "--compat-views") == 0
        wait_for_rounds(*old)
        with running(*new):
            wait_for_rounds(*old, *new)
    with running(*new):
        assert run(legacy.settings_dict, "schema_move", "drop-views") == 0
        wait_for_rounds(*new)
    assert [client.errors for client in (*old, *new)] == [[]] * 4
    assert (
        written(legacy, NEW)
        == old[0].expected | old[1].expected | new[0].expected | new[1].expected
    )
    assert query(legacy, f"SELECT to_regclass('{OLD}')") == [(None,)]


def test_clients_lose_nothing_during_a_revert(legacy: BaseDatabaseWrapper) -> None:
    connect = partial(session, legacy)
    assert run(legacy.settings_dict, "schema_move", "apply", "--compat-views") == 0
    old = [ConcurrentClient(connect=connect, table=OLD, label=f"old{n}") for n in range(2)]
    with running(*old):
        wait_for_rounds(*old)
        assert run(legacy.settings_dict, "schema_move", "revert") == 0
        wait_for_rounds(*old)
    assert [client.errors for client in old] == [[]] * 2
    assert written(legacy, OLD) == old[0].expected | old[1].expected


def written(connection: BaseDatabaseWrapper, table: str) -> dict[str, str]:
    """Return what the hammers' rows are named."""
    return dict(query(connection, f"SELECT external_id, name FROM {table} WHERE id > 1000"))
