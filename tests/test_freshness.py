"""The running service, two processes with four threads: no response is stale."""

import http.client
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from django.db import connection

from adapters.catalogue.store.repository import DjangoStore
from adapters.tutorials.repository import DjangoTutorials
from tests.samples import event, store_product
from tests.served import served, url_of_tables

pytestmark = pytest.mark.django_db(transaction=True)
WRITES, READERS, READS = 40, 4, 60


@pytest.fixture(scope="module")
def service(django_db_setup: None) -> Iterator[int]:
    # A busy machine must not be a reason to respond from the last catalogue.
    with served(DATABASE_URL=url_of_tables(), CATALOGUE_STALE_AFTER_SECONDS="60") as taken:
        yield taken


@pytest.fixture
def port(service: int) -> int:
    """Return the port of the service, whose catalogue has one event."""
    sold = store_product()
    ids = DjangoStore().ensure([sold]).ids
    DjangoTutorials().add([(event("CM2-01-26A"), ids[sold.code])])
    return service


@pytest.fixture
def writer(port: int) -> Iterator[psycopg.Connection]:
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as opened:
        yield opened


def places_left(port: int) -> int:
    """Return the remaining places over a new connection, so from any of the processes."""
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        asking.request("GET", "/api/search/unified/?q=CM2-01-26A")
        found: Any = json.loads(asking.getresponse().read())
    finally:
        asking.close()
    [[shown]] = [
        variation["events"] for each in found["products"] for variation in each["variations"]
    ]
    return int(shown["remain_space"])


def write(writer: psycopg.Connection, places: int) -> None:
    writer.execute("UPDATE acted.tutorial_events SET remain_space = %s", [places])


def test_each_sql_write_is_in_the_next_response(port: int, writer: psycopg.Connection) -> None:
    for places in range(WRITES):
        write(writer, places)
        assert places_left(port) == places


@pytest.mark.slow
def test_no_response_is_stale_under_load(port: int, writer: psycopg.Connection) -> None:
    committed = [0]
    write(writer, 0)

    def read() -> list[tuple[int, int]]:
        return [(committed[0], places_left(port)) for _ in range(READS)]

    with ThreadPoolExecutor(READERS) as readers:
        reading = [readers.submit(read) for _ in range(READERS)]
        while not all(each.done() for each in reading):
            write(writer, committed[0] + 1)
            committed[0] += 1
    seen = [pair for each in reading for pair in each.result()]
    assert len(seen) == READERS * READS
    assert all(shown >= before for before, shown in seen)
    assert max(shown for _, shown in seen) > 0


def test_a_rollback_is_never_shown(port: int, writer: psycopg.Connection) -> None:
    before = places_left(port)
    with writer.transaction(force_rollback=True):
        write(writer, 999)
        assert places_left(port) == before
    assert places_left(port) == before
