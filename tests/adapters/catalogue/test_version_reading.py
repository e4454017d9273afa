"""The version is read on a connection of its own, which is made anew when it is lost."""

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
    """A version that is asked about the position at which it was made."""

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


def test_it_moves_when_a_change_is_committed(version: Reading) -> None:
    assert version.read() == State.CURRENT
    run(MOVE)
    assert version.read() == State.CHANGED


def test_its_connection_is_kept(version: Reading) -> None:
    version.read()
    [kept] = pids()
    version.read()
    assert pids() == [kept]


def test_a_connection_that_was_lost_is_made_anew(version: Reading) -> None:
    before = version.read()
    [lost] = pids()
    run(KILL)
    assert version.read() == before
    [kept] = pids()
    assert kept != lost


def test_without_a_server_it_says_so_and_tries_again(
    version: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as elsewhere:
        elsewhere.setitem(connection.settings_dict, "PORT", "1")
        elsewhere.setitem(connection.settings_dict, "HOST", "127.0.0.1")
        with pytest.raises(OperationalError, match="refused"):
            version.read()
    assert version.read() == State.CURRENT


def test_what_is_wrong_on_the_server_is_said(version: Reading) -> None:
    before = version.read()
    run("ALTER TABLE acted.catalogue_changed RENAME TO renamed")
    try:
        with pytest.raises(ProgrammingError, match="catalogue_changed"):
            version.read()
    finally:
        run("ALTER TABLE acted.renamed RENAME TO catalogue_changed")
    assert version.read() == before


def test_nothing_is_left_in_the_session(version: Reading) -> None:
    version.read()
    kept = version.of._kept
    assert kept is not None
    left = kept._libpq.exec_(b"SELECT count(*) FROM pg_prepared_statements")
    assert left.get_value(0, 0) == b"0"


def test_a_server_that_does_not_answer_is_not_waited_for_without_end(
    version: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    version.read()
    monkeypatch.setattr(availability, "limits", Limits(answer=0.2))
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("LOCK acted.catalogue_changed")
        with pytest.raises(OperationalError, match="no answer"):
            version.read()
    assert version.read() == State.CURRENT


def test_others_go_on_while_a_server_is_waited_for(
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


def test_a_server_that_began_anew_is_not_taken_for_the_one_that_was_seen(version: Reading) -> None:
    version.position = replace(version.position, server="1.1.0.1.1")
    assert version.read() == State.ELSEWHERE


def test_inside_a_transaction_it_is_that_transactions_own(version: Reading) -> None:
    assert version.read() == State.CURRENT
    with transaction.atomic():
        run(MOVE)
        assert version.read() == State.CHANGED
        transaction.set_rollback(True)
    assert version.read() == State.CURRENT


def test_a_host_that_says_nothing_does_not_hide_the_next(
    version: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = connection.settings_dict["HOST"], str(connection.settings_dict["PORT"] or 5432)
    monkeypatch.setattr(availability, "limits", Limits(answer=2))
    with socket.create_server(("127.0.0.1", 0)) as mute:
        monkeypatch.setitem(connection.settings_dict, "HOST", f"127.0.0.1,{there[0]}")
        port = f"{mute.getsockname()[1]},{there[1]}"
        monkeypatch.setitem(connection.settings_dict, "PORT", port)
        assert version.read()
