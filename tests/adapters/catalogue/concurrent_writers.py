"""Writers of every kind; each counts up in its own rows, and records what it committed.

Each transaction of a writer stores the next number in two tables. Numbers that are rolled back
are not used again.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event
from time import monotonic
from uuid import uuid4

import psycopg

type Work = Callable[["Writer", psycopg.Connection, int], None]

BULK_ROWS = 2500


@dataclass
class Writer:
    """Writes to the event with its code; `committed` is its last commit, `begun` its last start."""

    code: str
    work: Work
    committed: int = 0
    begun: int = 0
    taken_back: set[int] = field(default_factory=set)
    # When each number was known to be committed.
    done_at: list[tuple[float, int]] = field(default_factory=list)

    def run(self, parameters: dict[str, object], stop: Event) -> None:
        with psycopg.connect(**parameters, autocommit=True) as client:  # type: ignore[arg-type]
            client.execute("SET lock_timeout = '20s'; SET statement_timeout = '60s'")
            number = 0
            while not stop.wait(random.uniform(0, 0.01)):
                number += 1
                self.begun = number
                self.work(self, client, number)

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
        self.done_at.append((monotonic(), number))
        self.committed = number

    def committed_at(self, moment: float) -> int:
        """Return the last number that was known to be committed at a moment of `monotonic`."""
        return max((number for at, number in self.done_at if at <= moment), default=0)


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
        writer.taken_back.add(number)
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
        writer.taken_back.add(number)
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
        client.execute("TRUNCATE acted.product_productvariation_recommendations")
        writer.put(client, number)
    client.execute("SELECT pg_sleep(0.1)")
    writer.done(number)


def bulk(writer: Writer, client: psycopg.Connection, number: int) -> None:
    """Write more rows than the log lists individually."""
    with client.transaction():
        client.execute(
            "INSERT INTO acted.catalog_subjects (code, active, created_at, updated_at)"
            f" SELECT 'B' || n, true, now(), now() FROM generate_series(1, {BULK_ROWS}) n"
        )
        writer.put(client, number)
    writer.done(number)
    client.execute("DELETE FROM acted.catalog_subjects WHERE code LIKE 'B%'")
    client.execute("SELECT pg_sleep(0.3)")


def pruning(writer: Writer, client: psycopg.Connection, number: int) -> None:
    """Prune the log very often."""
    client.execute("UPDATE acted.catalogue_changes_pruned SET moved_at = now() - interval '1 day'")
    client.execute("SELECT acted.prune_catalogue_log()")
    client.execute("SELECT pg_sleep(0.02)")
    short(writer, client, number)


KINDS: tuple[Work, ...] = (
    *(short, single, long, savepoints, rollbacks, prepared),
    *(repeatable, copied, truncating, bulk, pruning),
)
