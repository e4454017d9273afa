"""Writers of every kind; each counts up in its own rows, and records what it committed.

Each transaction of a writer stores the next number in two tables. Numbers that are rolled back
are not used again.
"""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.synchronize import Event
from uuid import uuid4

import psycopg

from tests.adapters.catalogue.histories import Written

type Work = Callable[["Writer", psycopg.Connection, int], None]

BULK_ROWS = 2500
# After one of these writes, readers read everything. They must not do that at nearly every check.
RARELY = 0.005


@dataclass
class Writer:
    """Writes to the event with its code until the end, and then returns what it did."""

    code: str
    work: Work

    def __post_init__(self) -> None:
        self.written = Written(self.code)

    def run(self, place: str, stop: Event) -> Written:
        with psycopg.connect(place, autocommit=True) as client:
            client.execute("SET lock_timeout = '20s'; SET statement_timeout = '60s'")
            number = 0
            while not stop.wait(random.uniform(0, 0.01)):
                number += 1
                self.written.begun.note(number)
                self.work(self, client, number)
        return self.written

    def put(self, client: psycopg.Connection, number: int) -> None:
        client.execute(
            "UPDATE acted.tutorial_events SET remain_space = %s WHERE code = %s",
            [number, self.code],
        )
        client.execute(
            "UPDATE acted.tutorial_sessions SET title = %s WHERE tutorial_event_id ="
            " (SELECT id FROM acted.tutorial_events WHERE code = %s)",
            [str(number), self.code],
        )

    def done(self, number: int) -> None:
        self.written.committed.note(number)


def short(writer: Writer, client: psycopg.Connection, number: int) -> None:
    with client.transaction():
        writer.put(client, number)
    writer.done(number)


def single(writer: Writer, client: psycopg.Connection, number: int) -> None:
    """Both rows in one statement, without a transaction block."""
    client.execute(
        "WITH e AS (UPDATE acted.tutorial_events SET remain_space = %s WHERE code = %s"
        " RETURNING id) UPDATE acted.tutorial_sessions SET title = %s"
        " FROM e WHERE tutorial_event_id = e.id",
        [number, writer.code, str(number)],
    )
    writer.done(number)


def long(writer: Writer, client: psycopg.Connection, number: int) -> None:
    """Stay idle in the transaction before and after the write."""
    with client.transaction():
        client.execute("SELECT pg_current_xact_id()")
        client.execute("SELECT pg_sleep(0.05)")
        writer.put(client, number)
        client.execute("SELECT pg_sleep(0.1)")
    writer.done(number)


def savepoints(writer: Writer, client: psycopg.Connection, number: int) -> None:
    with client.transaction():
        with client.transaction(force_rollback=True):
            writer.put(client, 10**6 + number)
        with client.transaction():
            writer.put(client, number)
        with client.transaction(force_rollback=True):
            writer.put(client, 10**6 + number)
    writer.done(number)


def rollbacks(writer: Writer, client: psycopg.Connection, number: int) -> None:
    if number % 2:
        writer.written.taken_back.add(number)
        with client.transaction(force_rollback=True):
            writer.put(client, number)
        return
    short(writer, client, number)


def prepared(writer: Writer, client: psycopg.Connection, number: int) -> None:
    name = f"history {uuid4()}"
    client.execute("BEGIN")
    writer.put(client, number)
    client.execute(f"PREPARE TRANSACTION '{name}'")
    client.execute("SELECT pg_sleep(0.1)")
    if number % 3:
        client.execute(f"COMMIT PREPARED '{name}'")
        writer.done(number)
    else:
        writer.written.taken_back.add(number)
        client.execute(f"ROLLBACK PREPARED '{name}'")


def repeatable(writer: Writer, client: psycopg.Connection, number: int) -> None:
    with client.transaction():
        client.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        writer.put(client, number)
    writer.done(number)


def copied(writer: Writer, client: psycopg.Connection, number: int) -> None:
    """Delete the session, and insert it again with COPY."""
    with client.transaction():
        client.execute(
            "UPDATE acted.tutorial_events SET remain_space = %s WHERE code = %s",
            [number, writer.code],
        )
        found = client.execute(
            "DELETE FROM acted.tutorial_sessions WHERE tutorial_event_id ="
            " (SELECT id FROM acted.tutorial_events WHERE code = %s) RETURNING tutorial_event_id",
            [writer.code],
        ).fetchone()
        assert found
        with client.cursor().copy(
            "COPY acted.tutorial_sessions (tutorial_event_id, title, location, venue, start_date,"
            " end_date, sequence, created_at, updated_at) FROM STDIN"
        ) as copy:
            moment = "2026-07-01 09:00Z"
            copy.write_row((found[0], str(number), "x", "y", moment, moment, 1, moment, moment))
    writer.done(number)


def truncating(writer: Writer, client: psycopg.Connection, number: int) -> None:
    """Also truncate a table that no other writer uses."""
    with client.transaction():
        if random.random() < RARELY:
            client.execute("TRUNCATE acted.product_productvariation_recommendations")
        writer.put(client, number)
    writer.done(number)


def bulk(writer: Writer, client: psycopg.Connection, number: int) -> None:
    """Also write more rows than the log lists individually."""
    with client.transaction():
        if random.random() < RARELY:
            client.execute("DELETE FROM acted.catalog_subjects WHERE code LIKE 'B%'")
            client.execute(
                "INSERT INTO acted.catalog_subjects (code, active, created_at, updated_at)"
                f" SELECT 'B' || n, true, now(), now() FROM generate_series(1, {BULK_ROWS}) n"
            )
        writer.put(client, number)
    writer.done(number)


def pruning(writer: Writer, client: psycopg.Connection, number: int) -> None:
    """Prune the log very often."""
    if random.random() < RARELY:
        client.execute(
            "UPDATE acted.catalogue_changes_pruned SET moved_at = now() - interval '1 day'"
        )
        client.execute("SELECT acted.prune_catalogue_log()")
    short(writer, client, number)


KINDS: tuple[Work, ...] = (
    *(short, single, long, savepoints, rollbacks, prepared),
    *(repeatable, copied, truncating, bulk, pruning),
)


# Set at the end of the test; of this process.
_stop: Event


def begin(stop: Event) -> None:
    global _stop
    _stop = stop


def write(place: str) -> list[Written]:
    """Run one writer of each kind in a thread of its own until the event of `begin` is set."""
    with ThreadPoolExecutor(len(KINDS)) as threads:
        running = [threads.submit(Writer(work.__name__, work).run, place, _stop) for work in KINDS]
    return [each.result() for each in running]
