"""Names of hosts become addresses within a time limit."""

import socket
from collections.abc import Iterator
from threading import Event
from typing import Any

import pytest
from psycopg import OperationalError
from psycopg.conninfo import conninfo_attempts

from adapters.postgres.connections.hosts import joined, places

ADDRESSES = {"db.test": ["192.0.2.1", "2001:db8::1", "192.0.2.1"], "standby.test": ["192.0.2.2"]}


@pytest.fixture(autouse=True)
def let_go(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Use a name server with `ADDRESSES` that does not respond for the name `silent.test`."""
    let_go = Event()

    def look_up(host: str, *_: object, **__: object) -> list[tuple[Any, ...]]:
        if host == "silent.test":
            let_go.wait(30)
        if host not in ADDRESSES:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [(2, 1, 6, "", (address, 0)) for address in ADDRESSES[host]]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    for name in ("PGHOST", "PGHOSTADDR", "PGPORT"):
        monkeypatch.delenv(name, raising=False)
    yield let_go
    let_go.set()


def test_each_address_of_each_host_is_a_place() -> None:
    found = places({"host": "db.test,standby.test", "port": "1", "dbname": "any"}, 30)

    assert found == [
        {"host": "db.test", "port": "1", "hostaddr": "192.0.2.1"},
        {"host": "db.test", "port": "1", "hostaddr": "2001:db8::1"},
        {"host": "standby.test", "port": "1", "hostaddr": "192.0.2.2"},
    ]
    # psycopg would look up what has no address.
    assert conninfo_attempts(joined(found)) == found


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"port": "5433"},
        {"host": "/run/postgresql"},
        {"host": "@postgresql"},
        {"host": "127.0.0.1", "port": "5433"},
        {"host": "::1"},
        {"host": "unknown.test", "hostaddr": "192.0.2.9"},
    ],
)
def test_an_address_is_not_looked_up(given: dict[str, str]) -> None:
    assert places(given, 0) == [given]
    assert joined([given]) == given


def test_the_host_of_the_environment_is_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGHOST", "standby.test")

    assert places({}, 30) == [{"host": "standby.test", "hostaddr": "192.0.2.2"}]


def test_a_host_without_an_address_is_left_out() -> None:
    hosts = {"host": "silent.test,unknown.test,/tmp,standby.test", "port": "1,2,3,4"}

    found = places(hosts, 0.5)

    assert [(place["host"], place["port"]) for place in found] == [
        ("/tmp", "3"),
        ("standby.test", "4"),
    ]
    assert joined(found) == {
        "host": "/tmp,standby.test",
        "hostaddr": ",192.0.2.2",
        "port": "3,4",
    }


@pytest.mark.parametrize(
    ("host", "fault"),
    [
        ("silent.test", "the name server gave no answer for silent.test"),
        ("unknown.test", "no address is known for unknown.test: .*Name or service not known"),
        ("a" * 64 + ".test", "no address is known for aaaa"),
    ],
)
def test_without_any_address_it_is_an_outage(host: str, fault: str) -> None:
    with pytest.raises(OperationalError, match=fault):
        places({"host": host}, 0.01 if host == "silent.test" else 30)
