"""After any fault the database is unchanged or completely moved, and the next run succeeds.

With SCHEMA_MOVE_EVERY_FAULT=1, faults are injected at every statement, otherwise at a sample.
"""

import os
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper
from pytest_django import DjangoDbBlocker

from tests.adapters.adoption.databases import fingerprint, new_database, query
from tests.adapters.adoption.databases import run as execute
from tests.adapters.schema_move.fault_injection import Fault, FaultPoint, run, start
from tests.adapters.schema_move.legacy_database import (
    Rows,
    database_state,
    make_legacy,
    places,
    wait_until_alone,
    without_oids,
)

pytestmark = pytest.mark.slow

EVERY = "SCHEMA_MOVE_EVERY_FAULT" in os.environ
APPLY = ("schema_move", "apply")
KILLED = -9
SECOND_COPY = """
    CREATE SCHEMA adm;
    CREATE TABLE adm.venues (LIKE public."adm.venues" INCLUDING ALL);
    INSERT INTO adm.venues VALUES (7, 'v7', 'Other', NULL, NULL, '2026-01-01Z', '2026-01-01Z');
"""


@pytest.fixture(scope="module")
def prefix(worker_id: str, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Create a template database of the previous system once."""
    name = f"faults_{worker_id}"
    with django_db_blocker.unblock(), new_database(f"{name}_old") as connection:
        make_legacy(connection)
        connection.close()
        yield name


@pytest.fixture
def legacy(prefix: str, django_db_blocker: DjangoDbBlocker) -> Iterator[BaseDatabaseWrapper]:
    with (
        django_db_blocker.unblock(),
        new_database(f"{prefix}_test", template=f"{prefix}_old") as connection,
    ):
        yield connection


@pytest.fixture(scope="module")
def right(prefix: str, django_db_blocker: DjangoDbBlocker) -> dict[str, Any]:
    """Return the state of a database after a move without a fault."""
    with new_database(f"{prefix}_right", template=f"{prefix}_old") as connection:
        assert run(connection.settings_dict, *APPLY) == 0
        return database_state(connection)


@pytest.fixture(scope="module")
def migrated(prefix: str, django_db_blocker: DjangoDbBlocker) -> tuple[object, object]:
    """Return the fingerprint and the state of a database after `migrate`."""
    with new_database(f"{prefix}_one", template=f"{prefix}_old") as connection:
        assert run(connection.settings_dict, "migrate") == 0
        return fingerprint(connection), without_oids(database_state(connection))


@pytest.mark.parametrize("fault", ["client killed", "backend ended"])
@pytest.mark.parametrize(("since", "every"), [("", 199), ("LOCK TABLE", 37)])
def test_a_fault_at_any_statement_changes_nothing_and_the_next_run_succeeds(
    legacy: BaseDatabaseWrapper, right: dict[str, Any], fault: Fault, since: str, every: int
) -> None:
    before = database_state(legacy)
    for at in count(1, 1 if EVERY else every):
        fault_point = FaultPoint(fault=fault, since=since, at=at)
        code = run(legacy.settings_dict, *APPLY, fault_point=fault_point)
        wait_until_alone(legacy)
        if code == 0:
            break
        assert (code == KILLED) == (fault == "client killed")
        # After COMMIT, the rows are read again for the certificate.
        assert database_state(legacy) in (before, right), f"statement {at}"
    # Fewer statements would mean that there was nothing to do.
    assert at > 30
    assert database_state(legacy) == right


def test_a_fault_during_a_merge_leaves_both_copies(
    legacy: BaseDatabaseWrapper, prefix: str
) -> None:
    merge = (*APPLY, "--on-both=merge")
    with new_database(f"{prefix}_one", template=f"{prefix}_old") as alone:
        execute(alone, SECOND_COPY)
        assert run(alone.settings_dict, *merge) == 0
        expected = without_oids(database_state(alone))
    execute(legacy, SECOND_COPY)
    before = database_state(legacy)
    for at in count(1, 1 if EVERY else 67):
        fault_point = FaultPoint(fault="client killed", since="LOCK TABLE", at=at)
        code = run(legacy.settings_dict, *merge, fault_point=fault_point)
        wait_until_alone(legacy)
        if code == 0:
            break
        found = database_state(legacy)
        assert found == before or without_oids(found) == expected, f"statement {at}"
    assert at > 30
    assert without_oids(database_state(legacy)) == expected


def test_a_commit_that_was_sent_takes_effect_after_the_client_is_killed(
    legacy: BaseDatabaseWrapper, right: dict[str, Any]
) -> None:
    code = run(
        legacy.settings_dict,
        *APPLY,
        fault_point=FaultPoint(fault="killed at COMMIT", since="COMMIT", at=1),
    )
    wait_until_alone(legacy)
    assert code == KILLED
    assert database_state(legacy) == right
    assert run(legacy.settings_dict, *APPLY) == 0
    assert database_state(legacy) == right


def test_a_second_run_changes_nothing(legacy: BaseDatabaseWrapper, right: dict[str, Any]) -> None:
    assert [run(legacy.settings_dict, *APPLY) for _ in range(2)] == [0, 0]
    assert database_state(legacy) == right
    assert query(legacy, "SELECT count(*) FROM adm.schema_move_ledger") == [(1,)]


def test_migrate_completes_after_any_number_of_interrupted_runs(
    legacy: BaseDatabaseWrapper, migrated: tuple[object, object]
) -> None:
    rows = Rows(legacy)
    for at in count(1, 23 if EVERY else 701):
        code = run(
            legacy.settings_dict, "migrate", fault_point=FaultPoint(fault="client killed", at=at)
        )
        wait_until_alone(legacy)
        assert rows.sums() == rows.before
        assert places(legacy) in ({"public"}, {"adm"})
        if code == 0:
            break
        assert code == KILLED
    assert fingerprint(legacy) == migrated[0]


def test_three_concurrent_migrations_have_the_effect_of_one(
    legacy: BaseDatabaseWrapper, migrated: tuple[object, object]
) -> None:
    processes = [start(legacy.settings_dict, "migrate") for _ in range(3)]
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0]
    assert (fingerprint(legacy), without_oids(database_state(legacy))) == migrated
    names = [(app, name) for app, name in query(legacy, "SELECT app, name FROM django_migrations")]
    assert len(names) == len(set(names))
