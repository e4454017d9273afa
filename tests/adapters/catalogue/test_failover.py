"""After a failover, the service shows the data of the new primary, and no lost commits."""

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError, connection
from psycopg.conninfo import conninfo_to_dict
from pytest_django import DjangoDbBlocker

from adapters.postgres import embedded
from tests.adapters.catalogue.servers import Shop, connected, shop_on
from tests.conftest import IN_MEMORY

pytestmark = pytest.mark.slow

TIMEOUT_SECONDS = 60
SETTINGS = ("fsync=off", "max_connections=50", "wal_level=replica")
NAME = "shop"


class Pair:
    """A primary with a shop, and a standby that follows it."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.primary = stack.enter_context(
            embedded.running_server(folder / "primary", settings=SETTINGS)
        )
        with shop_on(self.primary, NAME, template="template1"):
            pass
        copy_cluster(self.primary, folder / "standby")
        self._stack, self.folder = stack, folder
        self._start_standby()

    def put(self, places: int) -> None:
        """Write to the primary, and wait until the standby has replayed it."""
        shop_of(self.primary).put(places)
        eventually(lambda: shop_of(self.standby).stored() == [places])

    def restore_primary(self, backup: Path) -> None:
        """End the primary at once, and start a backup of it in its place."""
        self._end_primary()
        data = self.primary.folder / "data"
        shutil.rmtree(data)
        backup.rename(data)
        (data / "standby.signal").unlink()
        self.primary = self._stack.enter_context(
            embedded.running_server(self.primary.folder, settings=SETTINGS)
        )

    def stop_standby(self) -> None:
        self.standby.stop()

    def fail_over(self) -> None:
        """End the primary at once, and let the standby take its place."""
        self._end_primary()
        if self.standby.process.poll() is not None:
            self._start_standby()
        shop_of(self.standby).run("SELECT pg_promote(true)")

    def _end_primary(self) -> None:
        self.primary.process.kill()
        self.primary.process.wait()

    def _start_standby(self) -> None:
        self.standby = self._stack.enter_context(
            embedded.running_server(self.folder / "standby", settings=SETTINGS)
        )


@pytest.fixture
def pair(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Pair]:
    folder = Path(IN_MEMORY or tmp_path) / f"failover-{os.getpid()}"
    try:
        with django_db_blocker.unblock(), ExitStack() as stack:
            yield Pair(folder, stack)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def copy_cluster(server: embedded.Server, folder: Path) -> Path:
    """Return the data folder of a new standby of a server."""
    data = folder / "data"
    folder.mkdir()
    program = embedded.packaged_binaries() / "pg_basebackup"
    subprocess.run(
        [program, "-d", server.url(), "-D", data, "-R", "-c", "fast"],
        check=True,
        capture_output=True,
    )
    # The socket of the primary is in its data folder.
    for path in data.glob(".s.PGSQL.*"):
        path.unlink()
    owner = (server.folder / "data").stat()
    for path in (data, *data.rglob("*")):
        os.chown(path, owner.st_uid, owner.st_gid)
    return data


def shop_of(server: embedded.Server) -> Shop:
    return Shop(server.url(NAME))


def connected_to(*servers: embedded.Server, session: str) -> dict[str, object]:
    """Return the settings of a connection to the first server that suits."""
    places = [conninfo_to_dict(server.url(NAME)) for server in servers]
    return {
        "NAME": NAME,
        "USER": str(places[0].get("user") or ""),
        "PASSWORD": "",
        "HOST": ",".join(str(place["host"]) for place in places),
        "PORT": ",".join(str(place.get("port") or 5432) for place in places),
        "OPTIONS": {**connection.settings_dict["OPTIONS"], "target_session_attrs": session},
    }


def eventually(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while True:
        try:
            if holds():
                return
        except (psycopg.OperationalError, OperationalError):
            pass
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_commit_lost_in_a_failover_is_not_shown(pair: Pair) -> None:
    hosts = connected_to(pair.primary, pair.standby, session="read-write")
    with connected(hosts):
        shop = shop_of(pair.standby)
        pair.put(59)
        assert shop.shown() == [59]
        pair.stop_standby()
        shop_of(pair.primary).put(4444)
        assert shop.shown() == [4444]
        pair.fail_over()
        # The ids of the lost transactions are used again.
        shop.run("UPDATE acted.catalog_subjects SET active = active")
        eventually(lambda: bool(shop.shown()))
        assert shop.shown() == [59]
        shop.put(60)
        assert shop.shown() == [60]
        shop.feed.close()


def test_a_failover_that_loses_nothing_needs_only_the_changes(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    hosts = connected_to(pair.primary, pair.standby, session="read-write")
    with connected(hosts):
        shop = shop_of(pair.standby)
        pair.put(59)
        assert shop.shown() == [59]
        monkeypatch.setattr(shop.feed, "load", None)
        pair.put(60)
        pair.fail_over()
        eventually(lambda: bool(shop.shown()))
        assert shop.shown() == [60]
        shop.put(61)
        assert shop.shown() == [61]
        shop.feed.close()


def test_reader_on_a_standby_shows_what_the_standby_has_replayed(pair: Pair) -> None:
    with connected(connected_to(pair.standby, session="any")):
        shop = shop_of(pair.standby)
        for places in range(3):
            pair.put(places)
            assert shop.shown() == [places]
        pair.fail_over()
        eventually(lambda: shop.shown() == [2])
        shop.put(9)
        assert shop.shown() == [9]
        shop.feed.close()


def test_a_client_sees_its_own_write_on_a_standby_that_lags(pair: Pair) -> None:
    with connected(connected_to(pair.standby, session="any")):
        standby = shop_of(pair.standby)
        pair.put(5)
        before = standby.live.current().version
        standby.run("SELECT pg_wal_replay_pause()")
        written = shop_of(pair.primary).put(4)
        assert standby.shown() == [5]
        assert standby.live.read(before).catalogue.version == before
        with pytest.raises(TimeoutError, match="has not replayed"):
            standby.live.read(written)

        resume = threading.Timer(0.5, standby.run, ["SELECT pg_wal_replay_resume()"])
        resume.start()
        standby.live.read(written)
        assert standby.shown() == [4]
        resume.join()
        # A version of another cluster, and one that is none, are not waited for.
        for foreign in (f"9{written}", written.rpartition(".")[0], "nonsense"):
            standby.live.read(foreign)
        standby.feed.close()


def test_restored_backup_is_shown_although_ids_are_used_again(
    pair: Pair,
) -> None:
    with connected(connected_to(pair.primary, session="any")):
        shop = shop_of(pair.primary)
        shop.put(59)
        assert shop.shown() == [59]
        backup = copy_cluster(pair.primary, pair.folder / "backup")
        shop.put(4444)
        assert shop.shown() == [4444]
        pair.restore_primary(backup)
        # The ids of the lost transactions are used again.
        shop.run("UPDATE acted.catalog_subjects SET active = active")
        eventually(lambda: bool(shop.shown()))
        assert shop.shown() == [59]
        shop.feed.close()
