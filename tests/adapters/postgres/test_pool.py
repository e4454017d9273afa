"""The pool returns working connections, and does not wait for an unavailable database."""

from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.db import OperationalError, connection
from psycopg.waiting import Ready

from adapters.catalogue.changes import guard
from adapters.postgres.connections import Limits, availability
from adapters.postgres.connections.availability import Availability
from adapters.postgres.connections.bounded import BoundedConnection, bounded
from adapters.postgres.connections.errors import DatabaseAway, NoAnswer
from adapters.postgres.connections.pool import Pool


@pytest.fixture
def pool(db: None) -> Iterator[Pool]:
    parameters = {**connection.get_connection_params(), "autocommit": True}
    made = Pool(lambda: BoundedConnection.connect(**parameters), size=2)
    yield made
    made.close()
    availability.__init__()  # type: ignore[misc]  # as a process begins


def test_a_connection_that_was_given_back_is_used_again(pool: Pool) -> None:
    first = pool.getconn()
    pool.putconn(first)
    assert pool.getconn() is first
    pool.putconn(first)


def test_a_connection_in_a_transaction_is_rolled_back(pool: Pool) -> None:
    used = pool.getconn()
    used.autocommit = False
    used.execute("CREATE TABLE left_behind ()")
    pool.putconn(used)
    assert pool.getconn() is used
    assert used.execute("SELECT to_regclass('left_behind')").fetchone() == (None,)
    pool.putconn(used)


def test_a_connection_that_ended_while_idle_is_replaced(pool: Pool) -> None:
    first, other = pool.getconn(), pool.getconn()
    pool.putconn(first)
    other.execute("SELECT pg_terminate_backend(%s, 5000)", [first.info.backend_pid])
    second = pool.getconn()
    assert second.execute("SELECT 1").fetchone() == (1,)
    for each in (second, other):
        pool.putconn(each)


def test_the_wait_for_a_full_pool_is_bounded_and_the_pool_remains_usable(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(availability, "limits", Limits(answer=0.05))
    used = [pool.getconn(), pool.getconn()]
    for _ in range(40):
        with pytest.raises(psycopg.OperationalError, match="was free within"):
            pool.getconn()
    monkeypatch.undo()
    for each in used:
        pool.putconn(each)
    pool.putconn(pool.getconn())


def test_a_place_is_free_again_when_connecting_failed() -> None:
    def fail() -> BoundedConnection:
        raise psycopg.OperationalError("refused")

    pool = Pool(fail, size=1)
    for _ in range(3):
        with pytest.raises(psycopg.OperationalError, match="refused"):
            pool.getconn()


def test_a_statement_has_an_end_and_its_connection_is_dropped(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    used = pool.getconn()
    monkeypatch.setattr(availability, "limits", Limits(statement=0.2))
    with pytest.raises(NoAnswer):
        used.execute("SELECT pg_sleep(1)")
    assert used.closed
    pool.putconn(used)
    another = pool.getconn()
    assert another is not used
    pool.putconn(another)


def test_the_guard_of_the_catalogue_is_not_waited_for_long(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    used = pool.getconn()
    monkeypatch.setattr(availability, "limits", Limits(answer=0.2))
    monkeypatch.setattr(guard, "_GUARD", "SELECT pg_sleep(2)::text, '{}'::text[]")

    def read() -> None:
        # Each thread has a connection of its own.
        connection.connection = used
        try:
            guard.read_guard()
        finally:
            connection.connection = None

    with (
        ThreadPoolExecutor(1) as threads,
        pytest.raises(OperationalError, match=r"no answer within 0\.2"),
    ):
        threads.submit(read).result()
    assert used.closed
    pool.putconn(used)


def test_no_connection_is_tried_while_the_database_is_known_to_be_away(pool: Pool) -> None:
    used = pool.getconn()
    availability.lost(psycopg.OperationalError("refused"))
    with pytest.raises(DatabaseAway):
        pool.getconn()
    pool.putconn(used)
    # An open connection may still work.
    pool.putconn(pool.getconn())
    availability.found()
    pool.putconn(pool.getconn())


def test_data_that_were_only_sent_are_no_response(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[bool] = []
    monkeypatch.setattr(availability, "heard", lambda: heard.append(True))

    def waits() -> Generator[int, Ready, str]:
        yield 0
        yield 0
        return "done"

    for is_heard, ready, times in ((True, Ready.W, 0), (True, Ready.R, 2), (False, Ready.R, 0)):
        heard.clear()
        running = bounded(waits(), 1, is_heard=is_heard)
        next(running)
        running.send(ready)
        with pytest.raises(StopIteration, match="done"):
            running.send(ready)
        assert len(heard) == times


@pytest.mark.parametrize("is_heard", [True, False])
def test_a_connection_that_timed_out_makes_the_database_silent_or_away(is_heard: bool) -> None:
    known = Availability()
    known.is_watched = True
    if is_heard:
        known.heard()
    known.suspect(NoAnswer(1))
    assert known.is_silent is not is_heard
    with pytest.raises(DatabaseAway):
        known.refuse_new_if_away()


def test_a_silent_database_ends_a_wait(pool: Pool) -> None:
    used = pool.getconn()
    availability.is_watched = True
    availability._heard_at = 0.0
    availability.suspect(NoAnswer(1))
    with pytest.raises(DatabaseAway):
        pool.getconn()
    with pytest.raises(DatabaseAway):
        used.execute("SELECT pg_sleep(1)")
    pool.putconn(used)
