"""No write is lost or repeated if clients disconnect or the database is killed."""

import http.client
import json
import os
import random
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import psycopg
import pytest

from config.environment import ROOT
from tests.api.responses import EVENTS
from tests.api.writing import an_event
from tests.faults.database import DURABLE, Database, migrated_database
from tests.served import served

pytestmark = pytest.mark.slow

WRITERS, POSTS, KILLS = 8, 200, 20
LONGEST_SECONDS = 120
CREATED, AGAIN = 201, {0, 409, 503}


@dataclass(frozen=True)
class Writer:
    """Sends events to a service until it acknowledges them."""

    port: int
    token: str
    product: int

    def vanish(self, code: str) -> None:
        """Send a whole request, and close the connection without reading an answer."""
        body, headers = self._request(code)
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        start = f"POST {EVENTS} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n"
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as client:
            client.sendall(f"{start}{head}\r\n".encode() + body)
            # Some disconnect before the request is read, some while it is handled.
            time.sleep(random.choice((0, 0, 0.005, 0.02)))

    def insist(self, code: str) -> None:
        """Send a request with the same key until it succeeds."""
        deadline = time.monotonic() + LONGEST_SECONDS
        while (status := self._send(code)) != CREATED:
            assert status in AGAIN, (code, status)
            assert time.monotonic() < deadline, (code, status)
            time.sleep(0.02)

    def _send(self, code: str) -> int:
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            client.request("POST", EVENTS, *self._request(code))
            return client.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            client.close()

    def _request(self, code: str) -> tuple[bytes, dict[str, str]]:
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Idempotency-Key": f"key of {code}".replace(" ", "-"),
        }
        return json.dumps(an_event(code, product=self.product)).encode(), headers


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    with migrated_database(demo=True, settings=DURABLE) as made:
        yield made


@pytest.fixture(scope="module")
def writer(database: Database) -> Iterator[Writer]:
    _manage(database, "createsuperuser", "--noinput", "--username=ada", "--email=ada@example.org")
    secret = _manage(
        database, "tokens", "create", "writer", "--owner=ada", "--scope=tutorials:write"
    )
    [[product]] = _rows(database, "SELECT min(id) FROM acted.products")
    with served(DATABASE_URL=database.url(), GUNICORN_CMD_ARGS="--workers 2") as port:
        yield Writer(port, secret.strip(), product)


def _manage(database: Database, *arguments: str) -> str:
    ran = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": database.url(),
            "PYTHONPATH": "src",
            "DJANGO_SUPERUSER_PASSWORD": "a long one for a test",
        },
        check=True,
        capture_output=True,
        text=True,
    )
    return ran.stdout


def _rows(database: Database, query: str) -> list[tuple[int, ...]]:
    with psycopg.connect(database.url()) as connection:
        return connection.execute(query.encode()).fetchall()


def stored(database: Database, prefix: str) -> tuple[int, ...]:
    """Return the numbers of events, of their sessions, and of events that were ever added."""
    events = f"SELECT id FROM acted.tutorial_events WHERE code LIKE '{prefix}-%'"
    added = f"""
        SELECT count(*) FROM acted.history
        WHERE change = 'insert' AND "table" = 'tutorial_events'
        AND new_values ->> 'code' LIKE '{prefix}-%'
    """
    [found] = _rows(
        database,
        f"""SELECT (SELECT count(*) FROM ({events}) AS e),
        (SELECT count(*) FROM acted.tutorial_sessions WHERE tutorial_event_id IN ({events})),
        ({added})""",
    )
    return found


def test_requests_of_clients_that_disconnect_and_retry_are_done_once(
    database: Database, writer: Writer
) -> None:
    def write(number: int) -> None:
        writer.vanish(f"GONE-{number}")
        writer.insist(f"GONE-{number}")

    with ThreadPoolExecutor(WRITERS) as threads:
        list(threads.map(write, range(POSTS)))

    assert stored(database, "GONE") == (POSTS, 2 * POSTS, POSTS)


def test_a_killed_database_loses_and_repeats_no_acknowledged_write(
    database: Database, writer: Writer
) -> None:
    ended = threading.Event()

    def write(name: int) -> int:
        number = 0
        while not ended.is_set():
            writer.insist(f"KILLED-{name}-{number}")
            number += 1
        return number

    with ThreadPoolExecutor(WRITERS) as threads:
        running = [threads.submit(partial(write, name)) for name in range(WRITERS)]
        for _ in range(KILLS):
            time.sleep(random.uniform(0.1, 0.5))
            database.kill()
            database.start()
        ended.set()
        acknowledged = sum(each.result() for each in running)

    assert acknowledged >= KILLS
    assert stored(database, "KILLED") == (acknowledged, 2 * acknowledged, acknowledged)
