"""The catalogue's version moves with every committed change, and in the order of the commits."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from importlib import import_module
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import connection, models
from model_bakery import baker

from adapters.catalogue.models import Product, Subject, Variation
from adapters.postgres.backend import names

type Version = tuple[int, str]

VERSION = "SELECT number, transaction::text FROM acted.catalogue_version"
CHANGES = import_module("adapters.catalogue.migrations.0003_changes")
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


@pytest.fixture
def immediate(db: None) -> None:
    """Let a change count at once, for a test whose transaction never commits."""
    run("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.fixture
def clients(transactional_db: None) -> Iterator[tuple[psycopg.Connection, psycopg.Connection]]:
    """Give two more clients of the database, who write plain SQL."""
    parameters = connection.get_connection_params()
    with ExitStack() as stack:
        first, second = (
            stack.enter_context(psycopg.connect(**{**parameters, "cursor_factory": psycopg.Cursor}))
            for _ in range(2)
        )
        yield first, second
        first.rollback()
        second.rollback()


def test_every_table_of_the_catalogue_and_the_tutorials_has_the_triggers(db: None) -> None:
    tables = {".".join(names.split(model._meta.db_table)) for model in MODELS}
    found = "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgenabled = 'A'"
    wanted = {f"log_{kind}" for kind in ("insert", "update", "delete", "truncate")}
    assert tables == set(CHANGES.LOGGED)
    assert {row for row in query(found) if row[1] in wanted} == {
        (table, name) for table in tables for name in wanted
    }


@pytest.mark.parametrize("model", MODELS)
def test_every_kind_of_statement_moves_the_version(
    immediate: None, model: type[models.Model]
) -> None:
    before = version()
    row = baker.make(model)
    for statement in (
        f"UPDATE {model._meta.db_table} SET id = id WHERE id = {row.pk}",
        f"DELETE FROM {model._meta.db_table} WHERE id = {row.pk}",
        f"TRUNCATE {model._meta.db_table} CASCADE",
    ):
        assert version() > before
        before = version()
        run(statement)
    assert version() > before


@pytest.mark.parametrize("model", MODELS)
def test_a_statement_that_touches_no_row_changes_nothing(
    immediate: None, model: type[models.Model]
) -> None:
    table, before = model._meta.db_table, version()
    run(f"INSERT INTO {table} SELECT * FROM {table} WHERE false")
    run(f"UPDATE {table} SET id = id WHERE false")
    run(f"DELETE FROM {table} WHERE false")
    assert version() == before


def test_there_is_one_version_even_when_nothing_was_ever_changed(db: None) -> None:
    run("TRUNCATE acted.catalogue_changes")
    assert query(VERSION) == [(0, "0")]


def test_the_changes_of_one_transaction_have_one_number(
    clients: tuple[psycopg.Connection, ...],
) -> None:
    first, _ = clients
    first.execute(TOUCH)
    first.commit()
    before = version()
    for _ in range(3):
        first.execute(TOUCH)
        first.execute(TOUCH_ANOTHER)
    own_id = first.execute("SELECT pg_current_xact_id()::text").fetchone()
    assert version() == before
    first.commit()
    assert version() == (before[0] + 1, *(own_id or ()))


def test_what_is_rolled_back_leaves_nothing(clients: tuple[psycopg.Connection, ...]) -> None:
    first, _ = clients
    before = version()
    first.execute(TOUCH)
    first.rollback()
    with first.transaction():
        first.execute("SAVEPOINT s")
        first.execute(TOUCH)
        first.execute("ROLLBACK TO s")
    assert version() == before
    assert query("SELECT FROM acted.catalogue_changes WHERE number IS NULL") == []


def test_a_change_before_a_savepoint_outlives_its_rollback(
    clients: tuple[psycopg.Connection, ...],
) -> None:
    first, _ = clients
    before = version()
    with first.transaction():
        first.execute(TOUCH)
        first.execute("SAVEPOINT s")
        first.execute(TOUCH)
        first.execute("ROLLBACK TO s")
    assert version() > before


def test_a_long_transaction_holds_up_nobody_and_its_number_is_that_of_its_commit(
    clients: tuple[psycopg.Connection, ...],
) -> None:
    first, second = clients
    first.execute(TOUCH)
    second.execute("SET lock_timeout = '1s'")
    second.execute(TOUCH_ANOTHER)
    second.commit()
    between = version()
    first.commit()
    assert version() > between


def test_a_commit_waits_for_the_number_of_the_commit_before_it(
    clients: tuple[psycopg.Connection, ...],
) -> None:
    first, second = clients
    first.execute("SET CONSTRAINTS ALL IMMEDIATE")
    first.execute(TOUCH)
    second.execute("SET lock_timeout = '50ms'")
    second.execute(TOUCH_ANOTHER)
    with pytest.raises(psycopg.errors.LockNotAvailable):
        second.commit()
    first.commit()
    before = version()
    second.execute(TOUCH_ANOTHER)
    second.commit()
    assert version()[0] == before[0] + 1


@pytest.mark.parametrize("level", ["REPEATABLE READ", "SERIALIZABLE"])
def test_a_writer_in_a_strict_level_does_not_fail_for_the_versions_sake(
    clients: tuple[psycopg.Connection, ...], level: str
) -> None:
    first, second = clients
    first.execute(f"SET TRANSACTION ISOLATION LEVEL {level}")
    first.execute(TOUCH)
    second.execute(TOUCH_ANOTHER)
    second.commit()
    between = version()
    first.commit()
    assert version() > between


def test_a_commit_does_not_hold_up_numbers_while_it_waits_for_anothers_row(
    clients: tuple[psycopg.Connection, ...],
) -> None:
    first, second = clients
    product, variation = baker.make(Product).pk, baker.make(Variation).pk
    first.execute(TOUCH)
    first.execute(
        "INSERT INTO acted.catalog_product_product_variations (product_id, product_variation_id)"
        f" VALUES ({product}, {variation})"
    )
    second.execute(f"DELETE FROM acted.catalog_products WHERE id = {product}")
    with ThreadPoolExecutor() as threads:
        committed = threads.submit(first.commit)
        while not query(f"SELECT 1 WHERE pg_blocking_pids({first.info.backend_pid}) <> '{{}}'"):
            assert not committed.done()
        second.commit()
        with pytest.raises(psycopg.errors.ForeignKeyViolation):
            committed.result()


def test_who_may_write_to_a_table_needs_no_right_on_the_version(db: None) -> None:
    run("CREATE ROLE shop; GRANT USAGE ON SCHEMA acted TO shop")
    run("GRANT INSERT ON acted.catalog_subjects TO shop; SET LOCAL ROLE shop")
    run("INSERT INTO acted.catalog_subjects VALUES (1, 'CM2', NULL, true, now(), now())")
    run("RESET ROLE")
    before = version()
    run("SET CONSTRAINTS ALL IMMEDIATE")
    assert version() > before


def test_a_bulk_load_that_fires_no_ordinary_triggers_counts(immediate: None) -> None:
    before = version()
    run("SET LOCAL session_replication_role = replica")
    run(TOUCH)
    assert version() > before


def test_a_number_from_before_a_restored_backup_is_not_taken_for_this_transactions(
    db: None,
) -> None:
    run("INSERT INTO acted.catalogue_changes SELECT pg_current_xact_id(), 0")
    before = version()
    run(TOUCH)
    run("SET CONSTRAINTS ALL IMMEDIATE")
    assert version() > before


@pytest.mark.parametrize("level", ["read committed", "repeatable read"])
def test_numbers_of_long_ago_are_cleared_away_with_their_log(
    transactional_db: None, level: str
) -> None:
    run(f"SET default_transaction_isolation = '{level}'")
    baker.make(Subject)
    number, old = version()
    first_round = (number // CHANGES.AT_A_TIME + 1) * CHANGES.AT_A_TIME
    run(f"SELECT setval('acted.catalogue_number', {first_round + CHANGES.KEPT - 2})")
    run("UPDATE acted.catalog_subjects SET active = active")
    both = "SELECT FROM acted.catalogue_changes JOIN acted.catalogue_changed USING (transaction)"
    assert len(query(f"{both} WHERE transaction = '{old}'")) == 1
    run("UPDATE acted.catalog_subjects SET active = active")
    assert len(query("SELECT FROM acted.catalogue_changes")) == len(query(both)) == 2
    assert query(f"SELECT FROM acted.catalogue_changed WHERE transaction = '{old}'") == []
    run("RESET default_transaction_isolation")


def test_what_another_cleared_away_meanwhile_fails_no_strict_writer(
    clients: tuple[psycopg.Connection, ...],
) -> None:
    first, second = clients
    baker.make(Subject)
    number, _ = version()
    round_number = (number // CHANGES.AT_A_TIME + 2) * CHANGES.AT_A_TIME + CHANGES.KEPT
    first.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    first.execute(TOUCH)
    for client, writes in ((second, TOUCH_ANOTHER), (first, TOUCH)):
        run(f"SELECT setval('acted.catalogue_number', {round_number - 1})")
        client.execute(writes)
        client.commit()
        round_number += CHANGES.AT_A_TIME
    assert version()[0] == round_number - CHANGES.AT_A_TIME
    assert query(f"SELECT FROM acted.catalogue_changes WHERE number = {number}") == []


def version() -> Version:
    return query(VERSION)[0]


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def query(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())
