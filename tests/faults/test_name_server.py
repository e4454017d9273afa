"""A name server that stops responding while the service needs new connections."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.clients import EVENTS, LIVE, SEARCH, ask, clients, slowest
from tests.faults.database import Database, migrated_database
from tests.served import served

pytestmark = pytest.mark.slow

# A settings module. libpq does not know the name, and would hold the interpreter to look it up.
SETTINGS = """
import os, socket, time

from config.settings import *

look_up = socket.getaddrinfo


def slow_look_up(host, *arguments, **options):
    if host != "database.test":
        return look_up(host, *arguments, **options)
    if os.path.exists({silent!r}):
        time.sleep(10)
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
    return look_up("127.0.0.1", *arguments, **options)


socket.getaddrinfo = slow_look_up
"""
END_ALL = """
    SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity
    WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    with migrated_database(demo=False) as made:
        yield made


def test_a_silent_name_server_blocks_nothing(database: Database, tmp_path: Path) -> None:
    silent = tmp_path / "silent"
    (tmp_path / "slow_names.py").write_text(SETTINGS.format(silent=str(silent)))
    with served(
        DATABASE_URL=database.url().replace("127.0.0.1", "database.test"),
        DJANGO_SETTINGS_MODULE="slow_names",
        GUNICORN_CMD_ARGS=f"--pythonpath {tmp_path}",
    ) as port:
        assert [ask(port, path).status for path in (EVENTS, SEARCH)] == [200, 200]
        silent.touch()
        assert ask(port, EVENTS).status == 200, "open connections need no name"
        database.execute(END_ALL)
        with clients(port, [LIVE], 1) as alive, clients(port, [EVENTS, SEARCH], 4) as refused:
            time.sleep(4)
        silent.unlink()
        deadline = time.monotonic() + 5
        while {ask(port, path).status for path in (EVENTS, SEARCH)} != {200}:
            assert time.monotonic() < deadline

    assert {each.status for each in alive} == {200}
    assert {each.status for each in refused} == {503}
    # A lookup takes ten seconds.
    assert max(slowest(alive), slowest(refused)) < 5
