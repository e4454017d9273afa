"""The listings that are read after a write, and when a full load is required."""

from collections.abc import Iterable, Iterator
from typing import Any, override

import psycopg
import pytest
from django.db import connection, transaction
from model_bakery import baker
from pytest_django import DjangoAssertNumQueries

from adapters.catalogue.changes.change_log import MOST, read_changed
from adapters.catalogue.changes.position import Position
from adapters.catalogue.changes.transactions import VERSION
from adapters.catalogue.feed.affected_listings import changed_store_products
from adapters.catalogue.feed.catalogue_feed import DjangoCatalogueFeed as Feed
from adapters.catalogue.models import FilterGroup, StoreProduct, Subject
from adapters.tutorials.repository import DjangoTutorials
from domain.search.listings.documents import ListingKey
from tests.adapters.catalogue.replica import ListingReplica, read_whole
from tests.adapters.catalogue.sample_catalogue import (
    SampleCatalogue,
    make_bundle,
    make_sample_catalogue,
)
from tests.samples import event, session

# The listings that are read after each write, by the short names of `SampleCatalogue.keys`.
WRITES = {
    "UPDATE acted.tutorial_sessions SET title = 'x'": "tbc",
    "UPDATE acted.tutorial_events SET remain_space = 1": "tbc",
    "UPDATE acted.prices SET amount = 7 WHERE product_id = {tutorial}": "tbc",
    "UPDATE acted.prices SET amount = 8 WHERE product_id = {notes}": "tnb",
    "UPDATE acted.prices SET amount = 9 WHERE product_id = {other}": "o",
    "UPDATE acted.products SET product_code = 'x' WHERE id = {notes}": "tnb",
    "UPDATE acted.products SET is_active = false WHERE id = {other}": "o",
    "UPDATE acted.products SET is_active = true WHERE id = {other}": "o",
    "UPDATE acted.catalog_products SET shortname = 'x' WHERE code = 'CN'": "tnob",
    "UPDATE acted.catalog_product_variations SET name = 'x' WHERE name LIKE 'Print%'": "tnob",
    "UPDATE acted.catalog_product_product_variations SET id = id WHERE id = {pair}": "tbc",
    "UPDATE acted.catalog_subjects SET description = 'x' WHERE code = 'CM1'": "oc",
    "UPDATE acted.catalog_subjects SET description = 'y' WHERE code = 'CM2'": "tnbc",
    "UPDATE acted.catalog_exam_sessions SET session_code = 'x' WHERE session_code = '26B'": "oc",
    "UPDATE acted.catalog_exam_session_subjects SET is_active = false WHERE id = {sitting}": "oc",
    "DELETE FROM acted.filter_product_product_groups": "tbc",
    "DELETE FROM acted.product_productvariation_recommendations": "tbc",
    "UPDATE acted.bundles SET override_name = 'x' WHERE id = {bundle}": "b",
    "UPDATE acted.bundle_products SET quantity = 2 WHERE bundle_id = {bundle}": "b",
    "UPDATE acted.catalog_product_bundles SET bundle_name = 'x' WHERE bundle_name = 'Away'": "c",
    "UPDATE acted.catalog_product_bundle_products SET quantity = 2": "",
    "UPDATE acted.filter_configurations SET filter_key = 'x'": "",
    "DELETE FROM acted.filter_configuration_groups": "",
    "DELETE FROM acted.tutorial_events": "tbc",
    "DELETE FROM acted.bundle_products WHERE bundle_id = {bundle}": "b",
}


@pytest.fixture
def world(transactional_db: None) -> SampleCatalogue:
    return make_sample_catalogue()


@pytest.fixture
def writer(transactional_db: None) -> Iterator[psycopg.Connection]:
    """Return another client of the database."""
    parameters = {**connection.get_connection_params(), "cursor_factory": psycopg.Cursor}
    with psycopg.connect(**parameters) as client:
        yield client
        client.rollback()


def test_a_write_to_any_table_reloads_the_affected_listings(world: SampleCatalogue) -> None:
    ids = {
        "tutorial": world.tutorial.pk,
        "notes": world.notes.pk,
        "other": world.other_notes.pk,
        "pair": world.tutorial.product_product_variation_id,
        "sitting": world.other_notes.exam_session_subject_id,
        "bundle": world.bundle.pk,
    }
    held, read = ListingReplica(), {}
    assert set(held.listings) == set(world.keys.values())
    for sql in WRITES:
        run(sql.format(**ids))
        keys = held.follow().keys
        assert held.facts() == read_whole(), sql
        read[sql] = "".join(name for name, key in world.keys.items() if key in keys)
    assert read == WRITES


def test_the_filters_are_read_after_a_write(world: SampleCatalogue) -> None:
    held = ListingReplica()
    run("UPDATE acted.tutorial_events SET remain_space = 1")
    assert held.follow().tree is None
    FilterGroup.objects.update(name="Marking")
    changes = held.follow()
    assert changes.tree is not None
    assert [group.name for group in changes.tree.groups] == ["Marking"]
    assert changes.keys >= {world.keys["t"]}
    run("DELETE FROM acted.filter_configuration_groups")
    assert held.follow().tree is not None


def test_a_moved_row_affects_its_old_and_its_new_listing(world: SampleCatalogue) -> None:
    held = ListingReplica()
    run(
        f"UPDATE acted.tutorial_events SET exam_session_subject_product_variation_id = "
        f"{world.notes.pk}"
    )
    # The notes are no tutorial, and show no events.
    assert held.follow().keys == {world.keys[name] for name in "tbc"}
    assert held.facts() == read_whole()
    run(
        f"DELETE FROM acted.prices; UPDATE acted.products SET exam_session_subject_id ="
        f" {world.other_notes.exam_session_subject_id} WHERE id = {world.tutorial.pk}"
    )
    assert world.keys["t"] in held.follow().keys
    assert held.facts() == read_whole()


def test_an_activated_product_appears_in_recommendations_and_bundles(
    world: SampleCatalogue,
) -> None:
    StoreProduct.objects.filter(pk=world.notes.pk).update(is_active=False)
    alone = make_bundle("Alone", world.notes)
    held = ListingReplica()
    StoreProduct.objects.filter(pk=world.notes.pk).update(is_active=True)
    keys = held.follow().keys
    assert keys == {*(world.keys[name] for name in "tnb"), ("bundle", alone.pk, 0)}
    assert held.facts() == read_whole()


def test_a_concurrent_new_listing_has_the_new_product_name(
    world: SampleCatalogue, writer: psycopg.Connection
) -> None:
    held = ListingReplica()
    writer.execute("UPDATE acted.catalog_products SET fullname = 'New' WHERE code = 'CN'")
    baker.make(StoreProduct, product_product_variation=world.notes.product_product_variation)
    held.follow()
    writer.commit()
    held.follow()
    assert held.facts() == read_whole()


def test_a_commit_during_a_read_is_in_the_next_changes(
    world: SampleCatalogue, writer: psycopg.Connection
) -> None:
    class Interrupted(ListingReplica):
        @override
        def keys_of(self, store_product_ids: Iterable[int]) -> set[ListingKey]:
            writer.execute("UPDATE acted.tutorial_events SET venue = venue || '!'")
            writer.commit()
            return super().keys_of(store_product_ids)

    held = Interrupted()
    run("UPDATE acted.tutorial_events SET venue = 'Here'")
    version = Feed().load().version
    assert held.follow().version == version
    assert "Here!" not in str(held.facts())
    held.follow()
    assert "Here!" in str(held.facts())


@pytest.mark.parametrize("more", [0, 3])
def test_a_change_takes_a_constant_number_of_statements(
    world: SampleCatalogue, django_assert_num_queries: DjangoAssertNumQueries, more: int
) -> None:
    for number in range(more):
        make_bundle(f"More {number}", world.tutorial, world.notes)
        DjangoTutorials().add([(event(f"M{number}", session(1), session(2)), world.tutorial.pk)])
    held = ListingReplica()
    for sql, statements in {
        "tutorial_sessions SET title = 'x'": 6,
        "prices SET amount = 1": 13,
    }.items():
        run(f"UPDATE acted.{sql}")
        with django_assert_num_queries(statements):
            held.follow()


def test_nothing_is_read_if_nothing_changed(
    world: SampleCatalogue, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    held = ListingReplica()
    with django_assert_num_queries(4):
        assert held.follow().keys == frozenset()


def test_a_truncated_table_requires_a_full_load(world: SampleCatalogue) -> None:
    held = ListingReplica()
    run("TRUNCATE acted.prices")
    assert Feed().changes(held) is None


@pytest.mark.parametrize(("rows", "is_too_much"), [(MOST, False), (MOST + 1, True)])
def test_a_statement_with_many_rows_requires_a_full_load(
    world: SampleCatalogue, rows: int, is_too_much: bool
) -> None:
    held = ListingReplica()
    run(
        "INSERT INTO acted.catalog_subjects (code, active, created_at, updated_at)"
        f" SELECT n, true, now(), now() FROM generate_series(1, {rows}) n"
    )
    assert (Feed().changes(held) is None) == is_too_much


def test_reader_behind_the_pruned_log_reads_everything(
    world: SampleCatalogue, writer: psycopg.Connection
) -> None:
    behind = ListingReplica()
    writer.execute("UPDATE acted.tutorial_events SET venue = 'open'")
    baker.make(Subject)
    # The second call deletes what was committed before the first one.
    prune()
    assert Feed().changes(behind) is not None
    current = ListingReplica()
    prune()
    assert Feed().changes(behind) is None
    # The rows of the open transaction were not pruned, so its changes are incremental.
    writer.commit()
    current.follow()
    assert current.facts() == read_whole()


def test_reader_that_missed_a_long_transaction_reads_everything(
    world: SampleCatalogue, writer: psycopg.Connection
) -> None:
    writer.execute("UPDATE acted.tutorial_events SET venue = 'open'")
    held = ListingReplica()
    writer.commit()
    prune()
    prune()
    assert Feed().changes(held) is None


def test_log_rows_of_a_restored_dump_do_no_harm(
    world: SampleCatalogue,
) -> None:
    run("INSERT INTO acted.catalogue_changed VALUES ('999999999999', 'anything', NULL)")
    run(
        "INSERT INTO acted.catalogue_changes_pruned"
        " VALUES (1, '999999999:999999999:', '999999999:999999999:', 5, '2200-01-01')"
    )
    held = ListingReplica()
    live = Feed()
    assert live.is_current(held)
    run("UPDATE acted.tutorial_events SET venue = 'there'")
    assert not live.is_current(held)
    assert live.changes(held) is None
    prune()
    held = ListingReplica()
    run("UPDATE acted.tutorial_events SET venue = 'elsewhere'")
    held.follow()
    assert held.facts() == read_whole()
    assert live.is_current(held)
    assert query("SELECT FROM acted.catalogue_changed WHERE transaction = '999999999999'") == []
    live.close()


def test_a_role_without_functions_of_administration_prunes_and_reads_the_log(
    world: SampleCatalogue,
) -> None:
    """Nor need the server be able to read its control file."""
    held = ListingReplica()
    with transaction.atomic():
        run("CREATE ROLE plain; GRANT ALL ON SCHEMA acted TO plain")
        run("GRANT ALL ON ALL TABLES IN SCHEMA acted TO plain")
        run("ALTER FUNCTION acted.prune_catalogue_log() OWNER TO plain")
        for name in query("SELECT proname FROM pg_proc WHERE proname LIKE 'pg_control_%'"):
            run(f"REVOKE EXECUTE ON FUNCTION pg_catalog.{name[0]}() FROM PUBLIC")
        run("SET LOCAL ROLE plain")
        prune()
        [is_pruned] = query(
            "SELECT moved_at > now() - interval '1 minute' FROM acted.catalogue_changes_pruned"
        )
        assert isinstance(held.position, Position)
        # Without an error; whether it must read everything depends on what was pruned.
        read_changed(held.position)
        transaction.set_rollback(True)
    assert is_pruned == (True,)


def test_changes_of_the_database_itself_do_not_matter(world: SampleCatalogue) -> None:
    prune()
    held = ListingReplica()
    [name] = query("SELECT current_database()")
    try:
        run(f'ALTER DATABASE "{name[0]}" CONNECTION LIMIT 100')
        run("GRANT USAGE ON SCHEMA acted TO PUBLIC")
        run("GRANT SELECT ON acted.catalogue_changed TO PUBLIC")
        run("UPDATE acted.tutorial_events SET venue = 'there'")
        assert Feed().changes(held) is not None
        held.follow()
        assert held.facts() == read_whole()
    finally:
        run(f'ALTER DATABASE "{name[0]}" CONNECTION LIMIT -1')
        run("REVOKE USAGE ON SCHEMA acted FROM PUBLIC")
        run("REVOKE SELECT ON acted.catalogue_changed FROM PUBLIC")


def test_later_changes_of_an_open_transaction_are_read(world: SampleCatalogue) -> None:
    with transaction.atomic():
        StoreProduct.objects.filter(pk=world.notes.pk).update(product_code="one")
        held = ListingReplica()
        StoreProduct.objects.filter(pk=world.other_notes.pk).update(product_code="two")
        assert held.follow().keys >= {world.keys["o"]}
        assert held.facts() == read_whole()


def test_a_deleted_store_product_is_found_in_the_index(world: SampleCatalogue) -> None:
    held = ListingReplica()
    run(f"DELETE FROM acted.prices; DELETE FROM acted.products WHERE id = {world.other_notes.pk}")
    assert isinstance(held.position, Position)
    found = read_changed(held.position)
    assert found is not None
    assert world.other_notes.pk in changed_store_products(found)
    assert world.keys["o"] in held.follow().keys
    assert world.keys["o"] not in held.listings


def test_a_reader_has_seen_the_writes_that_were_committed_before_it(
    world: SampleCatalogue, writer: psycopg.Connection
) -> None:
    writer.execute("UPDATE acted.tutorial_events SET venue = 'there'")
    row = writer.execute(VERSION.encode()).fetchone()
    assert row
    replica = ListingReplica()
    baker.make(Subject)
    assert not Feed().has_seen(replica, row[0])
    writer.commit()
    assert not Feed().has_seen(replica, row[0])
    replica.follow()
    assert Feed().has_seen(replica, row[0])
    assert Feed().has_seen(replica, replica.version)
    assert not Feed().has_seen(replica, f"9{row[0]}")


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def query(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def prune() -> None:
    """Prune the log as if the last pruning was long ago."""
    run("UPDATE acted.catalogue_changes_pruned SET moved_at = now() - interval '1 hour'")
    run("SELECT acted.prune_catalogue_log()")
