"""PostgreSQL servers for single tests, to which the default connection can be redirected."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import connection
from psycopg.conninfo import conninfo_to_dict

from adapters.catalogue.changes.transactions import VERSION
from adapters.catalogue.feed.catalogue_feed import DjangoCatalogueFeed
from adapters.postgres import embedded
from domain.search.hits.products import TutorialHit
from domain.search.live.live_index import LiveSearchIndex
from tests.adapters.catalogue.sample_catalogue import make_sample_catalogue
from tests.domain.search.samples import a_query

# The template of all other databases.
MIGRATED = "migrated"


class Shop:
    """A database with one event for sale, and the live index of a process."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.feed = DjangoCatalogueFeed()
        self.live = LiveSearchIndex(self.feed)

    def shown(self, *, complete: bool = False) -> list[int | None]:
        """Return the remaining places of each event in the results of a search."""
        catalogue = self.live.complete() if complete else self.live.current()
        return [
            event.remain_space
            for found in catalogue.search(a_query()).hits
            if isinstance(found.hit, TutorialHit)
            for variation in found.hit.variations
            for event in variation.events
        ]

    def stored(self) -> list[int]:
        return [places for (places,) in self.run("SELECT remain_space FROM acted.tutorial_events")]

    def put(self, places: int) -> str:
        """Change every event; return the version of the write."""
        with psycopg.connect(self.url) as client:
            client.execute(f"UPDATE acted.tutorial_events SET remain_space = {places}".encode())
            row = client.execute(VERSION.encode()).fetchone()
        assert row
        return str(row[0])

    def run(self, sql: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url, autocommit=True) as client:
            cursor = client.execute(sql.encode())
            return cursor.fetchall() if cursor.description else []


@contextmanager
def shop_on(
    server: embedded.Server, name: str, *, template: str = MIGRATED, is_filled: bool = True
) -> Iterator[Shop]:
    """Create a database with our tables, and use it for the default connection."""
    with psycopg.connect(server.url(), autocommit=True) as client:
        client.execute(f'CREATE DATABASE "{name}" TEMPLATE {template}'.encode())
    place = conninfo_to_dict(server.url(name))
    own: dict[str, Any] = {
        "NAME": name,
        "USER": place.get("user") or "",
        "PASSWORD": "",
        "HOST": place.get("host") or "",
        "PORT": str(place.get("port") or ""),
    }
    with connected(own):
        if template != MIGRATED:
            call_command("migrate", verbosity=0)
        if is_filled:
            make_sample_catalogue()
        shop = Shop(server.url(name))
        yield shop
        shop.feed.close()


@contextmanager
def connected(place: dict[str, Any]) -> Iterator[None]:
    """Use other settings for the default connection."""
    before = {name: connection.settings_dict[name] for name in place}
    connection.close()
    connection.settings_dict.update(place)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


def dump(shop: Shop, *options: str) -> bytes:
    # Triggers of the reference tables call functions of the schema `acted`.
    return _client("pg_dump", "-Fc", "-n", "acted", "-n", "adm", *options, shop.url)


def restore(shop: Shop, dumped: bytes, *options: str) -> None:
    _client("pg_restore", *options, "-d", shop.url, dumped=dumped)


def _client(name: str, *arguments: str, dumped: bytes | None = None) -> bytes:
    program = shutil.which(name, path=str(embedded.packaged_binaries()))
    assert program
    run = subprocess.run([program, *arguments], input=dumped, capture_output=True, check=False)
    assert run.returncode == 0, run.stderr.decode()
    return run.stdout
