"""Every kind of write is logged, and no writer waits for another."""

from collections.abc import Iterator
from contextlib import ExitStack
from importlib import import_module
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.apps import apps
from django.db import connection, models
from model_bakery import baker

from adapters.catalogue.changes.change_log import read_changed, read_position
from adapters.catalogue.changes.guard import TRIGGERS, read_guard
from adapters.catalogue.changes.position import Position
from adapters.catalogue.changes.version import WITH_NAMES, State
from adapters.postgres.backend import names

CHANGES = import_module("adapters.catalogue.migrations.0003_changes")
LATEST = import_module("adapters.catalogue.migrations.0008_fingerprint")
LOGGED = {
    **CHANGES.LOGGED,
    "acted.tutorial_session_instructors": ("session", "tutorial_session_id"),
}
MODELS = [m for app in ("catalogue", "tutorials") for m in apps.get_app_config(app).get_models()]
TOUCH = """
    INSERT INTO acted.filter_groups (name, description, is_active, display_order)
    VALUES ('any', '', true, 0)
"""
TOUCH_ANOTHER = """
    INSERT INTO acted.catalog_exam_sessions
        (session_code, start_date, end_date, create_date, modified_date)
    VALUES ('any', now(), now(), now(), now())
"""
type Clients = tuple[psycopg.Connection, psycopg.Connection]


@pytest.fixture
def clients(transactional_db: None) -> Iterator[Clients]:
    """Return two more clients of the database."""
    parameters = connection.get_connection_params()
    with ExitStack() as stack:
        first, second = (
            stack.enter_context(psycopg.connect(**{**parameters, "cursor_factory": psycopg.Cursor}))
            for _ in range(2)
        )
        yield first, second
        first.rollback()
        second.rollback()


@pytest.fixture
def prepared(clients: Clients) -> Iterator[str]:
    """Return a name for a prepared transaction, which is removed at the end."""
    if query("SELECT 1 WHERE current_setting('max_prepared_transactions') = '0'"):
        pytest.skip("the server allows no prepared transactions")
    name = f"test {uuid4()}"
    yield name
    if query(f"SELECT FROM pg_prepared_xacts WHERE gid = '{name}'"):
        run(f"ROLLBACK PREPARED '{name}'")


def test_every_table_has_the_triggers(db: None) -> None:
    tables = {".".join(names.split(model._meta.db_table)) for model in MODELS}
    found = "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgenabled = 'A'"
    tables.add("adm.instructors")
    assert tables == set(LATEST.TABLES)
    assert {row for row in query(found) if row[1] in TRIGGERS} == {
        (table, name) for table in tables for name in TRIGGERS
    }


@pytest.mark.parametrize("model", MODELS)
def test_every_kind_of_statement_is_logged(db: None, model: type[models.Model]) -> None:
    run("SET CONSTRAINTS ALL IMMEDIATE")
    before = read_position("")
    row = baker.make(model)
    for statement in (
        f"UPDATE {model._meta.db_table} SET id = id WHERE id = {row.pk}",
        f"DELETE FROM {model._meta.db_table} WHERE id = {row.pk}",
        f"TRUNCATE {model._meta.db_table} CASCADE",
    ):
        assert number() > before.number
        before = read_position("")
        run(statement)
    assert number() > before.number


@pytest.mark.parametrize("model", MODELS)
def test_a_statement_without_rows_is_not_logged(db: None, model: type[models.Model]) -> None:
    table, before = model._meta.db_table, number()
    run(f"INSERT INTO {table} SELECT * FROM {table} WHERE false")
    run(f"UPDATE {table} SET id = id WHERE false")
    run(f"DELETE FROM {table} WHERE false")
    assert number() == before


def test_an_instructor_is_logged_if_the_shown_name_differs(db: None) -> None:
    baker.make("administrate.Instructor", id=7, first_name="Ada", last_name="Lovelace")
    before = number()
    run("UPDATE adm.instructors SET last_synced = now(), is_active = false, email = 'a@b.org'")
    assert number() == before
    run("UPDATE adm.instructors SET first_name = 'Augusta'")
    run("DELETE FROM adm.instructors")
    logged = "SELECT kind, ids FROM acted.catalogue_changed ORDER BY ctid DESC LIMIT 2"
    assert query(logged) == [("instructor", [7])] * 2


@pytest.mark.parametrize("model", MODELS)
def test_a_row_of_a_replication_worker_is_logged(db: None, model: type[models.Model]) -> None:
    """A replication worker does not fire statement triggers."""
    table = ".".join(names.split(model._meta.db_table))
    kind, column = LOGGED[table]
    row = baker.make(model)
    for name in ("insert", "update", "delete"):
        run(f"SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE {table} DISABLE TRIGGER log_{name}")
    run("SET LOCAL session_replication_role = replica")
    run("DELETE FROM acted.catalogue_changed")
    [(id_,)] = query(f"SELECT {column} FROM {table} WHERE id = {row.pk}")
    run(f"UPDATE {table} SET id = id WHERE id = {row.pk}")
    run(f"DELETE FROM {table} WHERE id = {row.pk}")
    logged = query("SELECT kind, id FROM acted.catalogue_changed, unnest(ids) AS id")
    assert logged == [(kind, id_)] * 3


def test_a_rollback_is_not_logged(clients: Clients) -> None:
    first, _ = clients
    before = read_position("")
    first.execute(TOUCH)
    first.rollback()
    with first.transaction():
        first.execute("SAVEPOINT s")
        first.execute(TOUCH)
        first.execute("ROLLBACK TO s")
    assert state_of(before) == State.CURRENT


def test_a_change_before_a_savepoint_is_kept_after_its_rollback(clients: Clients) -> None:
    first, _ = clients
    before = read_position("")
    with first.transaction():
        first.execute(TOUCH)
        first.execute("SAVEPOINT s")
        first.execute(TOUCH)
        first.execute("ROLLBACK TO s")
    assert state_of(before) == State.CHANGED


@pytest.mark.parametrize("level", ["READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"])
def test_a_long_transaction_does_not_block_others(clients: Clients, level: str) -> None:
    first, second = clients
    first.execute(f"SET TRANSACTION ISOLATION LEVEL {level}")
    first.execute(TOUCH)
    second.execute("SET lock_timeout = '1s'")
    second.execute(TOUCH_ANOTHER)
    second.commit()
    between = read_position("")
    assert state_of(between) == State.CURRENT
    first.commit()
    assert state_of(between) == State.CHANGED
    assert changed_kinds(between) == {"filter_group"}


def test_a_prepared_transaction_does_not_block_others(clients: Clients, prepared: str) -> None:
    first, second = clients
    first.execute(TOUCH)
    first.execute(f"PREPARE TRANSACTION '{prepared}'")
    first.commit()
    before = read_position("")
    second.execute("SET lock_timeout = '1s'")
    for _ in range(3):
        second.execute(TOUCH_ANOTHER)
        second.commit()
        run("UPDATE acted.catalogue_changes_pruned SET moved_at = now() - interval '1 hour'")
        run("SELECT acted.prune_catalogue_log()")
    between = read_position("")
    assert between.open != "{}"
    assert state_of(before) == State.CHANGED
    assert state_of(between) == State.CURRENT
    run(f"COMMIT PREPARED '{prepared}'")
    assert state_of(between) == State.CHANGED
    assert changed_kinds(between) == {"filter_group"}


def test_writers_need_no_privileges_on_the_log(db: None) -> None:
    run("CREATE ROLE shop; GRANT USAGE ON SCHEMA acted TO shop")
    run("GRANT INSERT ON acted.catalog_subjects TO shop; SET LOCAL ROLE shop")
    run("INSERT INTO acted.catalog_subjects VALUES (1, 'CM2', NULL, true, now(), now())")
    # Nor on the functions that identify the server.
    run("RESET ROLE; GRANT SELECT ON acted.catalogue_changed TO shop")
    run("GRANT SELECT ON acted.catalogue_changes_pruned TO shop; SET LOCAL ROLE shop")
    assert changed_kinds(read_position("")) == {"subject"}
    run("RESET ROLE")


def test_a_bulk_load_in_replica_mode_is_logged(db: None) -> None:
    before = number()
    run("SET LOCAL session_replication_role = replica")
    run(TOUCH)
    assert number() > before


@pytest.mark.parametrize(
    "damage",
    [
        "ALTER TABLE acted.prices DISABLE TRIGGER ALL; ALTER TABLE acted.prices ENABLE TRIGGER ALL",
        """
        ALTER TABLE acted.prices DISABLE TRIGGER log_insert;
        ALTER TABLE acted.prices ENABLE ALWAYS TRIGGER log_insert
        """,
        "ALTER TABLE acted.prices ALTER COLUMN amount TYPE numeric(10, 2) USING amount * 2",
    ],
)
def test_unlogged_writes_change_the_trace(db: None, damage: str) -> None:
    before = read_guard().trace
    assert read_guard().trace == before
    run("SAVEPOINT s")
    run(damage)
    assert read_guard().trace != before
    run("ROLLBACK TO s")
    assert read_guard().trace == before


def state_of(position: Position) -> State:
    with connection.cursor() as cursor:
        cursor.execute(
            WITH_NAMES,
            {
                "server": position.server,
                "start": position.start,
                "seen": position.seen,
                "open": position.open,
            },
        )
        return State(cursor.fetchone()[0])


def changed_kinds(position: Position) -> set[str]:
    found = read_changed(position)
    assert found is not None
    return set(found.ids)


def number() -> int:
    return read_position("").number


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def query(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())
