"""Clients that read and write one table without a pause, and keep the books of it."""

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
    """Adds, changes, deletes and reads rows under one name of the table, each acknowledged.

    `expected` are the names of the rows that must be there in the end, by their external ids;
    `worst` is the longest that a statement took, in seconds.
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
    """Let the hammers strike, each from a thread of its own, until the block ends."""
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
    """Wait until each has gone some rounds more, or has met with an error."""
    goals = [client.rounds + rounds for client in clients]
    while any(h.rounds < goal and not h.errors for h, goal in zip(clients, goals, strict=True)):
        time.sleep(0.005)
