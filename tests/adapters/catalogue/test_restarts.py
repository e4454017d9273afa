"""After a restart, a reader follows the log only if all that it has seen certainly still exists."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from adapters.catalogue.changes.position import Position
from adapters.catalogue.feed.catalogue_feed import DjangoCatalogueFeed as Feed
from tests.adapters.catalogue.replica import ListingReplica, read_whole
from tests.adapters.catalogue.sample_catalogue import SampleCatalogue, make_sample_catalogue

PUT = "UPDATE acted.tutorial_events SET venue = 'there'"
PRUNE = """
    UPDATE acted.catalogue_changes_pruned SET moved_at = now() - interval '1 hour';
    SELECT acted.prune_catalogue_log()
"""
LATEST = "(SELECT ctid FROM acted.catalogue_changed ORDER BY transaction DESC LIMIT 1)"


@pytest.fixture
def world(transactional_db: None) -> SampleCatalogue:
    # The log keeps the rows of earlier tests.
    run("UPDATE acted.catalogue_changed SET token = DEFAULT WHERE token IS NULL")
    return make_sample_catalogue()


@pytest.fixture
def writer(world: SampleCatalogue) -> Iterator[psycopg.Connection]:
    """Return another client of the database."""
    parameters = {**connection.get_connection_params(), "cursor_factory": psycopg.Cursor}
    with psycopg.connect(**parameters) as client:
        yield client
        client.rollback()


def reader_before_the_restart(**differences: Any) -> ListingReplica:
    """Return a reader of this server, with the id of the previous start."""
    reader = ListingReplica()
    assert isinstance(reader.position, Position)
    former = {"server": f"1.{reader.position.server}", **differences}
    reader.position = replace(reader.position, **former)
    return reader


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_followed_position_equals_one_that_is_read_anew(
    world: SampleCatalogue, writer: psycopg.Connection
) -> None:
    """Its number and its fingerprint are those of the whole log, which is not read again."""
    reader = ListingReplica()
    writer.execute("UPDATE acted.tutorial_sessions SET title = 'still open'")
    for venue in ("one", "two", "three"):
        run(f"UPDATE acted.tutorial_events SET venue = '{venue}'")
        reader.follow()
        assert reader.position == ListingReplica().position
        run(PRUNE)
    writer.commit()
    reader.follow()
    assert reader.position == ListingReplica().position
    # A row that another server wrote later is not counted until this server reaches it.
    run(
        "INSERT INTO acted.catalogue_changed (transaction, kind, ids)"
        " VALUES ((pg_current_xact_id()::text::bigint + 1000)::text::xid8, 'bundle', '{1}')"
    )
    reader.follow()
    assert reader.position == ListingReplica().position


def test_the_changes_after_a_restart_are_followed(world: SampleCatalogue) -> None:
    run(PUT)
    reader = reader_before_the_restart()
    assert reader.follow().keys == frozenset()
    assert reader.facts() == read_whole()
    reader = reader_before_the_restart()
    run("UPDATE acted.tutorial_events SET venue = 'elsewhere'")
    assert reader.follow().keys >= {world.keys["t"]}
    assert reader.facts() == read_whole()


def test_the_fingerprint_of_a_reader_that_follows_is_that_of_a_new_reader(
    world: SampleCatalogue, writer: psycopg.Connection
) -> None:
    reader = ListingReplica()
    writer.execute(PUT.encode())
    with transaction.atomic():
        run("UPDATE acted.prices SET amount = 3")
        reader.follow()
        run("UPDATE acted.prices SET amount = 4")
    reader.follow()
    assert reader.position == ListingReplica().position
    writer.commit()
    run(PRUNE)
    reader.follow()
    assert reader.position == ListingReplica().position
    run(f"UPDATE acted.catalogue_changed SET token = NULL; {PUT}")
    assert isinstance(reader.position, Position)
    reader.position = replace(reader.position, fingerprint=None)
    reader.follow()
    assert reader.position == ListingReplica().position


def test_a_transaction_that_was_open_is_followed(
    world: SampleCatalogue, writer: psycopg.Connection
) -> None:
    writer.execute(PUT.encode())
    reader = reader_before_the_restart()
    writer.commit()
    assert reader.follow().keys >= {world.keys["t"]}
    assert reader.facts() == read_whole()


def test_pruning_of_rows_that_were_seen_does_not_matter(world: SampleCatalogue) -> None:
    run(PUT)
    reader = reader_before_the_restart()
    for _ in range(3):
        run(PRUNE)
    run("UPDATE acted.tutorial_events SET venue = 'elsewhere'")
    assert reader.follow().keys >= {world.keys["t"]}
    assert reader.facts() == read_whole()


@pytest.mark.parametrize(
    "event",
    [
        f"DELETE FROM acted.catalogue_changed WHERE ctid = {LATEST}",
        # The same transaction again, with the same rows.
        f"UPDATE acted.catalogue_changed SET token = DEFAULT WHERE ctid = {LATEST}",
        # A transaction with a number that a lost one had.
        "INSERT INTO acted.catalogue_changed (transaction, kind) VALUES ('3', 'anything')",
        f"UPDATE acted.catalogue_changed SET token = NULL WHERE ctid = {LATEST}",
        f"{PUT}; {PRUNE}; {PRUNE}",
        "ALTER TABLE acted.prices DISABLE TRIGGER log_insert",
        "ALTER TABLE acted.prices DISABLE TRIGGER ALL; ALTER TABLE acted.prices ENABLE TRIGGER ALL",
        "TRUNCATE acted.catalogue_changed, acted.catalogue_changes_pruned",
    ],
    ids=[
        *("lost", "written again", "number used again", "without a token"),
        *("pruned unseen", "unlogged writers", "formerly unlogged writers", "lost log"),
    ],
)
def test_everything_is_read_if_the_server_may_lack_something(
    world: SampleCatalogue, event: str
) -> None:
    run(PUT)
    reader = reader_before_the_restart()
    try:
        for statement in event.split(";"):
            run(statement)
        assert Feed().changes(reader) is None
    finally:
        for name in ("insert", "update", "delete", "truncate"):
            run(f"ALTER TABLE acted.prices ENABLE ALWAYS TRIGGER log_{name}")
        run("ALTER TABLE acted.prices ENABLE ALWAYS TRIGGER log_row")


@pytest.mark.parametrize(
    "differences",
    [{"cluster": "1-2-3"}, {"fingerprint": None}, {"fingerprint": "1"}, {"guard": "another"}],
)
def test_everything_is_read_if_the_reader_cannot_prove_what_it_saw(
    world: SampleCatalogue, differences: dict[str, str | None]
) -> None:
    assert Feed().changes(reader_before_the_restart()) is not None
    assert Feed().changes(reader_before_the_restart(**differences)) is None
