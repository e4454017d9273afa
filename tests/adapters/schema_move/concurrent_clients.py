"""Clients that read and write a table continuously, and record what they wrote."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg

type Client = Callable[[], psycopg.Connection]


@dataclass(slots=True, kw_only=True)
class ConcurrentClient:
    """Inserts, updates, deletes and reads rows under one name of the table.

    `expected` maps external ids to the names of the rows that must exist at the end; `worst` is
    the longest duration of a statement in seconds.
    """

    connect: Client
    table: str
    label: str
    expected: dict[str, str] = field(default_factory=dict)
    rounds: int = 0
    worst: float = 0.0
    errors: list[str] = field(default_factory=list)

    def run(self, stop: threading.Event) -> None:
        with self.connect() as session:
            session.autocommit = True
            while not stop.is_set() and not self.errors:
                try:
                    self._round(session)
                except psycopg.Error as error:
                    self.errors.append(f"{self.label}: {error}")
                self.rounds += 1

    def _round(self, session: psycopg.Connection) -> None:
        key = f"{self.label}-{self.rounds}"
        row = self._run(
            session,
            f"INSERT INTO {self.table} (external_id, name, created_at, updated_at) "
            "VALUES (%s, 'new', now(), now()) RETURNING id",
            key,
        )
        assert row is not None
        self.expected[key] = "new"
        self._run(
            session, f"UPDATE {self.table} SET name = 'changed' WHERE id = %s RETURNING id", *row
        )
        self.expected[key] = "changed"
        assert self._run(session, f"SELECT name FROM {self.table} WHERE id = %s", *row) == (
            "changed",
        )
        if self.rounds % 3 == 0:
            self._run(session, f"DELETE FROM {self.table} WHERE id = %s RETURNING id", *row)
            del self.expected[key]

    def _run(self, session: psycopg.Connection, sql: str, *parameters: object) -> Any:
        start = time.monotonic()
        row = session.execute(sql, parameters).fetchone()
        self.worst = max(self.worst, time.monotonic() - start)
        assert row is not None, f"{self.label}: no row for {sql}"
        return row


@contextmanager
def running(*clients: ConcurrentClient) -> Iterator[None]:
    """Run each client in its own thread until the block ends."""
    stop = threading.Event()
    threads = [threading.Thread(target=client.run, args=(stop,)) for client in clients]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def wait_for_rounds(*clients: ConcurrentClient, rounds: int = 20) -> None:
    """Wait until each client has completed some more rounds or failed."""
    goals = [client.rounds + rounds for client in clients]
    while any(h.rounds < goal and not h.errors for h, goal in zip(clients, goals, strict=True)):
        time.sleep(0.005)
