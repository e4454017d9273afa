"""The service, with both hosts in its URL, while the primary is killed and the standby promoted."""

import json
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict
from pytest_django import DjangoDbBlocker

from adapters.postgres import embedded
from tests.adapters.catalogue.test_failover import copy_cluster
from tests.adapters.spreadsheets.plan import event, workbook
from tests.conftest import IN_MEMORY
from tests.deploy.sites import CODE, manage
from tests.faults.clients import ask
from tests.served import served

pytestmark = pytest.mark.slow
SETTINGS = ("fsync=off", "max_connections=60", "wal_level=replica")
EVENT = f"/api/tutorials/events/{CODE}/"
SYNCHRONOUS = "ALTER SYSTEM SET synchronous_standby_names = '*'"
FOLLOWED = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'"


@pytest.fixture
def folder(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Path]:
    made = Path(IN_MEMORY or tmp_path) / f"served-failover-{os.getpid()}"
    made.mkdir()
    made.chmod(0o755)
    try:
        with django_db_blocker.unblock():
            yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def url_of(*servers: embedded.Server) -> str:
    """Return the connection string for the first of the servers that accepts writes."""
    places = [conninfo_to_dict(server.url()) for server in servers]
    hosts = ",".join(str(place["host"]) for place in places)
    user = places[0].get("user")
    of_user = f"user={user} " if user else ""
    return f"host={hosts} {of_user}dbname=postgres target_session_attrs=read-write"


class Writer(threading.Thread):
    """Writes ascending numbers; records the last acknowledged one and the last attempted one."""

    def __init__(self, url: str) -> None:
        super().__init__(daemon=True)
        self.url, self.acknowledged, self.tried = url, 0, 0
        self.is_over = threading.Event()

    def run(self) -> None:
        while not self.is_over.wait(0.02):
            try:
                with psycopg.connect(self.url, autocommit=True, connect_timeout=2) as connection:
                    while not self.is_over.wait(0.02):
                        self.tried += 1
                        connection.execute(
                            "UPDATE acted.tutorial_events SET remain_space = %s", [self.tried]
                        )
                        self.acknowledged = self.tried
            except psycopg.Error:
                continue


def test_no_acknowledged_write_is_lost_and_no_answer_is_old(folder: Path) -> None:
    with ExitStack() as stack:
        primary = stack.enter_context(
            embedded.running_server(folder / "primary", settings=SETTINGS)
        )
        plan = workbook(folder / "plan.xlsx", [event(CODE)])
        manage(primary.url(), "migrate", "--verbosity", "0")
        manage(primary.url(), "import_tutorials", str(plan))
        copy_cluster(primary, folder / "standby")
        standby = stack.enter_context(
            embedded.running_server(folder / "standby", settings=SETTINGS)
        )
        with psycopg.connect(primary.url(), autocommit=True) as connection:
            connection.execute(SYNCHRONOUS)
            connection.execute("SELECT pg_reload_conf()")
            until(lambda: connection.execute(FOLLOWED).fetchone() == (1,))
        url = url_of(primary, standby)
        writer = Writer(url)
        with served(DATABASE_URL=url) as port:
            stack.callback(writer.is_over.set)
            writer.start()
            until(lambda: ask(port, EVENT).status == 200 and writer.acknowledged > 20)
            primary.process.kill()
            primary.process.wait()
            killed = time.monotonic()
            with psycopg.connect(standby.url(), autocommit=True) as connection:
                # The new primary must not wait for a standby, because it has none.
                connection.execute("ALTER SYSTEM RESET synchronous_standby_names")
                connection.execute("SELECT pg_reload_conf()")
                connection.execute("SELECT pg_promote(true)")
            seen = 0
            before = writer.acknowledged
            while seen <= before or writer.acknowledged == before:
                acknowledged = writer.acknowledged
                found = ask(port, EVENT)
                assert found.status in {200, 503}
                # Without an age, a response is up to date.
                if found.status == 200 and found.age is None:
                    seen = json.loads(found.body)["remain_space"]
                    assert acknowledged <= seen <= writer.tried
                assert time.monotonic() < killed + 120


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)
