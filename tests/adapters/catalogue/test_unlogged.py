"""Lost commits are not shown, and writes without a statement are shown."""

import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import InterfaceError, OperationalError, connection
from pytest_django import DjangoDbBlocker

from adapters.catalogue.changes.guard import TABLES
from adapters.postgres import embedded
from tests.adapters.catalogue.servers import MIGRATED, Shop, dump, restore, shop_on
from tests.conftest import IN_MEMORY

pytestmark = pytest.mark.slow

PATIENCE_SECONDS = 60
SETTINGS = (
    *("fsync=off", "wal_level=logical", "max_connections=50", "synchronous_commit=on"),
    # An asynchronous commit can be lost in a crash.
    *("wal_writer_delay=10s", "bgwriter_lru_maxpages=0"),
)


@pytest.fixture(scope="module")
def server(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[embedded.Server]:
    folder = Path(IN_MEMORY or tmp_path_factory.getbasetemp()) / f"unlogged-{os.getpid()}"
    try:
        with embedded.running_server(folder, settings=SETTINGS) as running:
            with (
                django_db_blocker.unblock(),
                shop_on(running, MIGRATED, template="template1", is_filled=False),
            ):
                pass
            yield running
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def shop(
    server: embedded.Server, django_db_blocker: DjangoDbBlocker, request: pytest.FixtureRequest
) -> Iterator[Shop]:
    with django_db_blocker.unblock(), shop_on(server, request.node.name[:60]) as made:
        yield made


def eventually(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        # The id of the lost transaction is used again for another change.
        ("UPDATE acted.catalog_subjects SET active = active", 59),
        # The log row of the lost transaction comes again, too.
        ("UPDATE acted.tutorial_events SET remain_space = 60", 60),
    ],
    ids=["another", "equal"],
)
def test_commit_lost_in_a_crash_is_not_shown(shop: Shop, after: str, expected: int) -> None:
    shop.put(59)
    assert shop.shown() == [59]
    with psycopg.connect(shop.url, autocommit=True) as victim:
        victim.execute("SET synchronous_commit = off")
        victim.execute("UPDATE acted.tutorial_events SET remain_space = 4444")
        assert shop.shown() == [4444]
        os.kill(victim.info.backend_pid, signal.SIGKILL)
    eventually(lambda: responses(shop))
    assert shop.stored() == [59]
    shop.run(after)
    eventually(lambda: shows_something(shop))
    assert shop.shown() == [expected]


def test_after_a_crash_that_lost_nothing_only_the_changes_are_read(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.put(59)
    assert shop.shown() == [59]
    monkeypatch.setattr(shop.feed, "load", None)
    with psycopg.connect(shop.url, autocommit=True) as victim:
        os.kill(victim.info.backend_pid, signal.SIGKILL)
    eventually(lambda: responses(shop))
    eventually(lambda: shows_something(shop))
    assert shop.shown() == [59]
    shop.put(60)
    assert shop.shown() == [60]


def responses(shop: Shop) -> bool:
    try:
        return bool(shop.stored())
    except psycopg.OperationalError:
        return False


def shows_something(shop: Shop) -> bool:
    try:
        return bool(shop.shown())
    except (InterfaceError, OperationalError):
        connection.close()
        return False


def test_rows_of_a_subscription_are_shown_immediately(server: embedded.Server, shop: Shop) -> None:
    shop.put(4)
    tables = ", ".join(TABLES)
    with psycopg.connect(shop.url, autocommit=True) as client:
        client.execute(f"CREATE PUBLICATION sold FOR TABLE {tables}".encode())
        client.execute("SELECT pg_create_logical_replication_slot('sold', 'pgoutput')")
    with shop_on(server, "subscriber", is_filled=False) as subscriber:
        subscriber.run(
            f"CREATE SUBSCRIPTION sold CONNECTION '{shop.url}' PUBLICATION sold"
            " WITH (create_slot = false, slot_name = sold)"
        )
        try:
            # The tables are synchronised one after the other.
            eventually(lambda: subscriber.shown() == [4])
            shop.put(4242)
            eventually(lambda: subscriber.stored() == [4242])
            assert subscriber.shown() == [4242]
            shop.run("DELETE FROM acted.tutorial_sessions; DELETE FROM acted.tutorial_events")
            eventually(lambda: subscriber.stored() == [])
            assert subscriber.shown() == []
        finally:
            subscriber.run("ALTER SUBSCRIPTION sold DISABLE")
            subscriber.run("ALTER SUBSCRIPTION sold SET (slot_name = NONE)")
            subscriber.run("DROP SUBSCRIPTION sold")
            shop.run("SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots")
            eventually(lambda: dropped_slot(shop))


def dropped_slot(shop: Shop) -> bool:
    try:
        shop.run("SELECT pg_drop_replication_slot('sold')")
    except psycopg.errors.ObjectInUse:
        return False
    return True


def test_a_data_only_restore_is_shown_and_breaks_no_writer(
    server: embedded.Server, shop: Shop
) -> None:
    shop.put(59)
    dumped = dump(shop)
    with shop_on(server, "restored", is_filled=False) as restored:
        assert restored.shown() == []
        restore(restored, dumped, "--data-only", "--disable-triggers")
        eventually(lambda: restored.shown(complete=True) == [59])
        for places in range(5):
            restored.put(places)
            assert restored.shown() == [places]
        with pytest.raises(CommandError, match=r"log_insert of acted\.prices"):
            call_command("catalogue", "verify")
        call_command("migrate", verbosity=0)
        call_command("catalogue", "verify", verbosity=0)


def test_a_complete_restore_is_followed(server: embedded.Server, shop: Shop) -> None:
    shop.put(59)
    dumped = dump(shop)
    shop.put(60)
    assert shop.shown() == [60]
    restore(shop, dumped, "--clean")
    assert shop.shown() == [59]
    shop.put(61)
    assert shop.shown() == [61]
    call_command("catalogue", "verify", verbosity=0)


def test_a_write_with_disabled_triggers_is_shown_after_a_complete_check(shop: Shop) -> None:
    shop.put(1)
    assert shop.shown() == [1]
    shop.run(
        "ALTER TABLE acted.tutorial_events DISABLE TRIGGER ALL;"
        "UPDATE acted.tutorial_events SET remain_space = 2"
    )
    eventually(lambda: shop.shown(complete=True) == [2])
    # PostgreSQL updates its statistics when a session ends, or a little later.
    shop.put(3)
    eventually(lambda: shop.shown(complete=True) == [3])


def test_a_requested_rebuild_happens_at_the_next_request(shop: Shop) -> None:
    shop.put(1)
    before = shop.live.current()
    assert shop.live.current() is before
    call_command("catalogue", "rebuild", verbosity=0)
    after = shop.live.current()
    assert after is not before
    assert after.version != before.version
    assert shop.shown() == [1]
