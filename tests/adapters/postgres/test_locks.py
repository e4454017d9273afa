"""A change to a table in use does not block other sessions."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection, transaction

from adapters.postgres.locks import LockTimeouts, TablesInUseError, with_short_locks

NONE = LockTimeouts(deadline_seconds=0)
VENUES = '"adm"."venues"'


@pytest.fixture
def reader(transactional_db: None) -> Iterator[psycopg.Connection]:
    """Give a client that is reading a table, and goes on until it is rolled back."""
    parameters = {**connection.get_connection_params(), "cursor_factory": psycopg.Cursor}
    with psycopg.connect(**parameters) as client:
        client.execute("SELECT FROM adm.venues")
        yield client
        client.rollback()


def comment(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"COMMENT ON TABLE {VENUES} IS '{text}'")


def comments() -> list[tuple[str | None]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT obj_description('{VENUES}'::regclass)")
        return list(cursor.fetchall())


def test_the_work_is_done_under_the_lock_and_the_timeout_is_restored(db: None) -> None:
    def work() -> None:
        comment("done")
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT mode FROM pg_locks WHERE relation = %s::regclass"
                " AND pid = pg_backend_pid() AND mode LIKE 'Share%%Row%%'",
                [VENUES],
            )
            assert cursor.fetchall() == [("ShareRowExclusiveLock",)]

    with_short_locks(connection, [VENUES], work, mode="SHARE ROW EXCLUSIVE")
    assert comments() == [("done",)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('lock_timeout')")
        assert cursor.fetchone() == ("0",)


def test_it_waits_until_the_table_is_unlocked(
    reader: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: reader.rollback())
    with transaction.atomic():
        with_short_locks(connection, [VENUES], lambda: comment("done"))
        assert comments() == [("done",)]
        transaction.set_rollback(True)


def test_at_the_deadline_the_blocking_sessions_are_named_and_nothing_is_changed(
    reader: psycopg.Connection,
) -> None:
    pid = reader.info.backend_pid
    with (
        pytest.raises(TablesInUseError, match=rf"pid {pid} \(.*\): SELECT FROM adm\.venues"),
        transaction.atomic(),
    ):
        with_short_locks(connection, [VENUES], lambda: comment("done"), timeouts=NONE)
    assert comments() == [(None,)]


def test_a_table_that_the_work_itself_locks_is_waited_for_in_the_same_way(
    reader: psycopg.Connection,
) -> None:
    def work() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {VENUES}")

    with pytest.raises(TablesInUseError, match="SELECT FROM"), transaction.atomic():
        with_short_locks(connection, [], work, neighbours=[VENUES], timeouts=NONE)
