"""The database is stopped or does not respond, and the service recovers together with it.

A short sample of what `make faults` runs.
"""

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial

import psycopg
import pytest

from tests.faults.clients import EVENTS, LIVE, ROUTES, SEARCH, Response, ask, clients, slowest
from tests.faults.database import Database, migrated_database
from tests.faults.network import Network, network
from tests.served import served
from tests.tools import need_postgresql

pytestmark = pytest.mark.slow

IS_FULL = os.environ.get("FAULTS") == "full"
SIGNED_IN = {"Cookie": f"sessionid={'a' * 32}"}
# The promised limit, and the limit for a test on a busy machine.
BACK, REFUSED, ALIVE = (1.0, 1.5, 0.1) if IS_FULL else (3.0, 5.0, 3.0)
# With so many clients that hardly pause, the processor is busy while the database works, and a
# request of any kind waits for the interpreter.
MANY, ALIVE_WITH_MANY = 16, 0.5 if IS_FULL else 3.0
END_OTHERS = """
    SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity
    WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
# The time after which a service has detected the fault on each of its connections.
KNOWN = 1.0
FOUND = {200, 404}


@pytest.fixture(
    scope="module",
    params=[False, True] if IS_FULL else [False],
    ids={False: "packaged", True: "installed"}.get,
)
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """Run the packaged PostgreSQL; the full run also uses the oldest that is installed."""
    binaries = need_postgresql() if request.param else None
    with migrated_database(demo=IS_FULL, binaries=binaries) as made:
        yield made


@pytest.fixture(scope="module")
def lossy(database: Database) -> Iterator[Network]:
    with network(database.port) as made:
        yield made


@pytest.fixture(scope="module", params=[1, 2] if IS_FULL else [2], ids="{} workers".format)
def port(request: pytest.FixtureRequest, database: Database, lossy: Network) -> Iterator[int]:
    with served(
        DATABASE_URL=database.url(lossy.port),
        GUNICORN_CMD_ARGS=f"--workers {request.param}",
    ) as taken:
        until_found(taken)
        yield taken


def until_found(port: int) -> None:
    deadline = time.monotonic() + 30
    while {ask(port, path).status for path in ROUTES} - FOUND:
        assert time.monotonic() < deadline


@contextmanager
def asked(port: int, count: int, fault: "Fault") -> Iterator[None]:
    """Run clients while the block stops and restores the database; check their responses."""
    with clients(port, ROUTES, count) as responses, clients(port, [LIVE], 1) as alive:
        time.sleep(0.5)
        yield
        time.sleep(BACK + 1)
    during = [each for each in responses if each.ended > fault.began and each.began < fault.ended]
    after = [each for each in responses if each.began > fault.ended + BACK]
    failed = [
        (each.path, each.status, each.began - fault.ended, each.seconds)
        for each in after
        if each.status not in FOUND
    ]
    refused = [each for each in during if each.status not in FOUND]
    assert {each.status for each in refused} <= {503}
    assert {each.retry_after for each in refused} <= {"2"}
    assert slowest(during) < REFUSED, max(during, key=lambda each: each.seconds)
    assert after
    assert not failed, f"(path, status, seconds after the fault ended, duration) {failed}"
    assert {each.status for each in alive} == {200}
    late = [
        (each.began - fault.began, each.seconds)
        for each in alive
        if each.seconds > (ALIVE_WITH_MANY if count >= MANY and not fault.is_known(each) else ALIVE)
    ]
    assert not late, f"liveness: (seconds after the fault began, duration) {late}"


class Fault:
    """The start and the end of a fault."""

    def __init__(self) -> None:
        self.began = self.ended = time.monotonic()

    def is_known(self, response: Response) -> bool:
        """Return whether the service had detected the fault during the whole request."""
        return response.began > self.began + KNOWN and response.ended < self.ended


OUTAGES = (1, 4, 12, 40, 120) if IS_FULL else (2,)
COUNTS = (1, 8, 16, 40) if IS_FULL else (40,)


@pytest.mark.parametrize("count", COUNTS, ids="{} clients".format)
@pytest.mark.parametrize("seconds", OUTAGES, ids="{} s".format)
def test_every_route_recovers_after_an_outage(
    port: int, database: Database, seconds: float, count: int
) -> None:
    fault = Fault()
    with asked(port, count, fault):
        fault.began = time.monotonic()
        database.kill()
        time.sleep(seconds)
        page = ask(port, "/admin/", **SIGNED_IN)
        fault.ended = database.start()
    assert (page.status, b"<h1>Service unavailable</h1>" in page.body) == (503, True)


@pytest.mark.parametrize("count", COUNTS, ids="{} clients".format)
@pytest.mark.parametrize("is_lost", [False, True] if IS_FULL else [False])
def test_an_unresponsive_database_causes_a_timeout(
    port: int, database: Database, lossy: Network, count: int, is_lost: bool
) -> None:
    fault = Fault()
    with asked(port, count, fault):
        fault.began = time.monotonic()
        if is_lost:
            lossy.silent = True
        else:
            database.freeze()
        time.sleep(12 if IS_FULL else 3)
        lossy.silent = False
        database.thaw()
        fault.ended = time.monotonic()


@pytest.mark.parametrize("is_lost", [False, True], ids=["ended by the server", "forgotten"])
def test_lost_idle_connections_are_replaced_in_the_same_request(
    port: int, database: Database, lossy: Network, is_lost: bool
) -> None:
    for path in (EVENTS, SEARCH):
        assert [ask(port, path).status for _ in range(4)] == [200] * 4
        time.sleep(1)
        if is_lost:
            lossy.forget()
        else:
            database.execute(END_OTHERS)
        responses: list[Response] = [ask(port, path) for _ in range(4)]
        assert [each.status for each in responses] == [200] * 4
        assert slowest(responses) < (0.2 if IS_FULL else 5)


def test_a_database_that_starts_no_session_causes_one_timeout(
    port: int, database: Database
) -> None:
    """So it is while a database is renamed; sessions that exist get responses."""
    until_found(port)
    with psycopg.connect(database.url()) as locker:
        locker.execute("LOCK pg_catalog.pg_authid")
        locker.execute(END_OTHERS)
        with ThreadPoolExecutor(2 * len(ROUTES)) as threads:
            responses = list(threads.map(partial(ask, port), ROUTES * 4))
        locker.rollback()
    assert {each.status for each in responses} == {503}
    assert slowest(responses) < REFUSED
    until_found(port)


def test_liveness_does_not_wait_for_the_database(port: int, database: Database) -> None:
    with clients(port, [EVENTS], 20), database.locked("acted.tutorial_events"):
        time.sleep(1)
        responses = [ask(port, LIVE) for _ in range(10)]
    assert {each.status for each in responses} == {200}
    assert slowest(responses) < ALIVE
