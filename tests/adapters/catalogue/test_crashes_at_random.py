"""Readers of a server that crashes and loses commits show what the server still has."""

import os
import shutil
import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import psycopg
import pytest
from django.db import InterfaceError, OperationalError, connection
from pytest_django import DjangoDbBlocker

from adapters.catalogue.changes.position import Position
from adapters.catalogue.feed.catalogue_feed import DjangoCatalogueFeed as Feed
from adapters.postgres import embedded
from tests.adapters.catalogue.random_writes import fill, write
from tests.adapters.catalogue.replica import ListingReplica, read_whole
from tests.adapters.catalogue.servers import Shop, shop_on
from tests.conftest import IN_MEMORY

pytestmark = pytest.mark.slow

CRASHES = 15
PATIENCE_SECONDS = 60
SETTINGS = ("fsync=off", "max_connections=50", "wal_writer_delay=10s", "bgwriter_lru_maxpages=0")


@pytest.fixture
def shop(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Shop]:
    folder = Path(IN_MEMORY or tmp_path) / f"crashes-{os.getpid()}"
    try:
        with (
            embedded.running_server(folder, settings=SETTINGS) as server,
            django_db_blocker.unblock(),
            shop_on(server, "shop", template="template1", is_filled=False) as made,
        ):
            yield made
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def test_lost_commits_are_not_shown_and_all_others_are(shop: Shop) -> None:
    random = Random(7)
    fill(random)
    readers = [ListingReplica() for _ in range(3)]
    outcomes: Counter[str] = Counter()
    for _ in range(CRASHES):
        for _ in range(random.randint(1, 6)):
            # What is committed later reaches the disk with all that was committed before.
            run(f"SET synchronous_commit = {random.choice(('on', 'off', 'off'))}")
            write(random)
            if random.random() < 0.1:
                prune()
            follow(random.sample(readers, random.randint(0, 2)))
        crash(shop)
        for _ in range(random.randint(0, 3)):
            write(random)
        whole = read_whole()
        for number, reader in enumerate(readers):
            if Feed().changes(reader) is None:
                outcomes["read anew"] += 1
                readers[number] = reader = ListingReplica()
            else:
                outcomes["followed"] += 1
                reader.follow()
            assert reader.facts() == whole
    assert min(outcomes["read anew"], outcomes["followed"]) > CRASHES / 4, outcomes


def follow(readers: list[ListingReplica]) -> None:
    for reader in readers:
        assert isinstance(reader.position, Position)
        if Feed().changes(reader) is not None:
            reader.follow()


def crash(shop: Shop) -> None:
    """Kill a server process: PostgreSQL ends all others, and recovers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [pid] = cursor.fetchone()
    os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        connection.close()
        try:
            shop.run("SELECT 1")
            run("SELECT 1")
        except (psycopg.OperationalError, OperationalError, InterfaceError):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        else:
            return


def prune() -> None:
    run("UPDATE acted.catalogue_changes_pruned SET moved_at = now() - interval '1 hour'")
    run("SELECT acted.prune_catalogue_log()")


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
