"""If the server is killed during a move, the move is complete or has no effect."""

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.conninfo import conninfo_to_dict
from pytest_django import DjangoDbBlocker

from adapters.postgres import embedded
from tests.adapters.schema_move.fault_injection import FaultPoint, run
from tests.adapters.schema_move.legacy_database import database_state, make_legacy, without_oids

pytestmark = pytest.mark.slow

EVERY = "SCHEMA_MOVE_EVERY_FAULT" in os.environ
APPLY = ("schema_move", "apply")
BINARIES = Path(os.environ.get("POSTGRES_BINARIES") or embedded.packaged_binaries())


class DoomedServer:
    """A server of our own, for the tests to kill."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.start()

    def start(self) -> None:
        self.running = embedded.start(self.folder, binaries=BINARIES)

    @property
    def pid(self) -> int:
        return self.running.process.pid

    @property
    def is_dead(self) -> bool:
        return self.running.process.poll() is not None

    def connect(self, database: str) -> BaseDatabaseWrapper:
        place = conninfo_to_dict(self.running.url(database))
        settings = {name.upper(): str(place[name]) for name in ("host", "port", "user")}
        connections.databases[database] = {
            **connections.databases["default"],
            **settings,
            "NAME": database,
        }
        return connections[database]


@pytest.fixture
def doomed(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[DoomedServer]:
    server = DoomedServer(tmp_path)
    with django_db_blocker.unblock():
        yield server
    for alias in ("postgres", "template1"):
        connections[alias].close()
        del connections[alias], connections.databases[alias]
    server.running.stop()


def test_a_move_is_atomic_when_the_server_is_killed(doomed: DoomedServer) -> None:
    untouched, connection = doomed.connect("template1"), doomed.connect("postgres")
    for database in (untouched, connection):
        make_legacy(database)
    assert run(untouched.settings_dict, *APPLY) == 0
    right, before = without_oids(database_state(untouched)), database_state(connection)
    for at in count(1, 1 if EVERY else 35):
        fault_point = FaultPoint(
            fault="server killed", since="LOCK TABLE", at=at, server_pid=doomed.pid
        )
        run(connection.settings_dict, *APPLY, fault_point=fault_point)
        if not doomed.is_dead:
            break
        connection.close()
        doomed.start()
        assert (
            database_state(connection) == before
            or without_oids(database_state(connection)) == right
        )
    assert at > 50
    assert run(connection.settings_dict, *APPLY) == 0
    assert without_oids(database_state(connection)) == right
