"""The version is read on a dedicated connection, which is replaced if it is lost."""

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from time import sleep

import psycopg
import pytest
from django.db import OperationalError, ProgrammingError, connection, transaction

from adapters.catalogue.changes.change_log import read_position
from adapters.catalogue.changes.version import CatalogueVersion, State
from adapters.postgres.connections import Limits, availability

MOVE = """
    INSERT INTO acted.catalog_subjects (code, active, created_at, updated_at)
    VALUES ('CM2', true, now(), now())
"""
PIDS = """
    SELECT array_agg(pid) FROM pg_stat_activity
    WHERE query LIKE '%elsewhere%' AND pid <> pg_backend_pid()
"""
KILL = f"SELECT pg_terminate_backend(pid, 5000) FROM unnest(({PIDS})) AS of_ours (pid)"


class Reading:
    """A version, and the position at which it was created."""

    def __init__(self) -> None:
        self.of = CatalogueVersion()
        self.position = read_position("")

    def read(self) -> State:
        return self.of.state_of(self.position)


@pytest.fixture
def version(transactional_db: None) -> Iterator[Reading]:
    made = Reading()
    yield made
    made.of.close()


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def pids() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(PIDS)
        return list(cursor.fetchone()[0] or [])


def test_the_version_changes_with_a_commit(version: Reading) -> None:
    assert version.read() == State.CURRENT
    run(MOVE)
    assert version.read() == State.CHANGED


def test_the_connection_is_reused(version: Reading) -> None:
    version.read()
    [kept] = pids()
    version.read()
    assert pids() == [kept]


def test_a_lost_connection_is_replaced(version: Reading) -> None:
    before = version.read()
    [lost] = pids()
    run(KILL)
    assert version.read() == before
    [kept] = pids()
    assert kept != lost


def test_an_unavailable_server_is_reported_and_tried_again(
    version: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as elsewhere:
        elsewhere.setitem(connection.settings_dict, "PORT", "1")
        elsewhere.setitem(connection.settings_dict, "HOST", "127.0.0.1")
        with pytest.raises(OperationalError, match="refused"):
            version.read()
    assert version.read() == State.CURRENT


def test_an_error_of_the_server_is_reported(version: Reading) -> None:
    before = version.read()
    run("ALTER TABLE acted.catalogue_changed RENAME TO renamed")
    try:
        with pytest.raises(ProgrammingError, match="catalogue_changed"):
            version.read()
    finally:
        run("ALTER TABLE acted.renamed RENAME TO catalogue_changed")
    assert version.read() == before


def test_the_session_is_not_changed(version: Reading) -> None:
    version.read()
    kept = version.of._kept
    assert kept is not None
    left = kept._libpq.exec_(b"SELECT count(*) FROM pg_prepared_statements")
    assert left.get_value(0, 0) == b"0"


def test_an_unresponsive_server_causes_a_timeout(
    version: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    version.read()
    monkeypatch.setattr(availability, "limits", Limits(answer=0.2))
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("LOCK acted.catalogue_changed")
        with pytest.raises(OperationalError, match="no answer"):
            version.read()
    assert version.read() == State.CURRENT


def test_other_threads_continue_during_a_query(
    version: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as mute,
        ThreadPoolExecutor() as threads,
        monkeypatch.context() as elsewhere,
    ):
        elsewhere.setattr(availability, "limits", Limits(answer=2))
        elsewhere.setitem(connection.settings_dict, "HOST", "127.0.0.1")
        elsewhere.setitem(connection.settings_dict, "PORT", str(mute.getsockname()[1]))
        reading = threads.submit(version.read)
        turns = 0
        while not reading.done():
            sleep(0.01)
            turns += 1
        with pytest.raises(OperationalError, match="no answer"):
            reading.result()
    assert turns > 20


def test_a_restarted_server_invalidates_positions(version: Reading) -> None:
    version.position = replace(version.position, server="1.1.0.1.1")
    assert version.read() == State.ELSEWHERE


def test_inside_a_transaction_the_work_uses_the_same_connection(version: Reading) -> None:
    assert version.read() == State.CURRENT
    with transaction.atomic():
        run(MOVE)
        assert version.read() == State.CHANGED
        transaction.set_rollback(True)
    assert version.read() == State.CURRENT


def test_an_unresponsive_host_does_not_hide_the_next_one(
    version: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = connection.settings_dict["HOST"], str(connection.settings_dict["PORT"] or 5432)
    monkeypatch.setattr(availability, "limits", Limits(answer=2))
    with socket.create_server(("127.0.0.1", 0)) as mute:
        monkeypatch.setitem(connection.settings_dict, "HOST", f"127.0.0.1,{there[0]}")
        port = f"{mute.getsockname()[1]},{there[1]}"
        monkeypatch.setitem(connection.settings_dict, "PORT", port)
        assert version.read()
