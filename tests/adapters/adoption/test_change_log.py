"""Migrations add the change log to a database with a version only, and can be reversed."""

import psycopg
from django.db.backends.base.base import BaseDatabaseWrapper

from tests.adapters.adoption.databases import Fingerprint, fingerprint, migrate, query, run

VERSION, BEFORE = ("catalogue", "0002_version"), ("catalogue", "0003_changes")
WRITE = """
    INSERT INTO acted.filter_groups (name, description, is_active, display_order)
    VALUES ('any', '', true, 0)
"""
TRIGGERS = """
    SELECT DISTINCT tgname FROM pg_trigger
    WHERE tgenabled = 'A' AND tgname !~ '^(history|unlink)' ORDER BY tgname
"""


# The queries of a process of the previous release.
OLD_VERSION = "SELECT number || '.' || transaction FROM acted.catalogue_version"
OLD_CHANGES = """
    SELECT FROM acted.catalogue_changes
    WHERE transaction = split_part('{0}', '.', 2)::xid8
        AND number >= split_part('{0}', '.', 1)::bigint
"""


def test_a_process_of_the_previous_release_reads_everything_after_each_change(
    fresh: BaseDatabaseWrapper, right: Fingerprint
) -> None:
    migrate(fresh, BEFORE)
    run(fresh, WRITE)
    [(held,)] = query(fresh, OLD_VERSION)
    assert query(fresh, OLD_CHANGES.format(held)) == [()]
    migrate(fresh)
    assert fingerprint(fresh) == right
    for _ in range(3):
        run(fresh, WRITE)
        [(version,)] = query(fresh, OLD_VERSION)
        assert version != held
        # Its own version is gone, so it reads everything.
        assert query(fresh, OLD_CHANGES.format(held)) == []
        held = version


def test_a_transaction_that_was_open_during_the_migration_commits(
    fresh: BaseDatabaseWrapper,
) -> None:
    migrate(fresh, BEFORE)
    parameters = {**fresh.get_connection_params(), "cursor_factory": psycopg.Cursor}
    with psycopg.connect(**parameters) as writer:
        writer.execute("INSERT INTO acted.catalogue_changes VALUES (pg_current_xact_id())")
        migrate(fresh)
        writer.commit()
    assert query(fresh, "SELECT number FROM acted.catalogue_changes") == [(None,)]


def test_reversing_the_snapshots_restores_the_log(fresh: BaseDatabaseWrapper) -> None:
    migrate(fresh, BEFORE)
    before = fingerprint(fresh)
    migrate(fresh)
    migrate(fresh, BEFORE)
    assert fingerprint(fresh) == before


def test_reversing_the_log_restores_the_version(fresh: BaseDatabaseWrapper) -> None:
    migrate(fresh, VERSION)
    for number in (1, 2):
        run(fresh, WRITE)
        run(fresh, "UPDATE acted.filter_groups SET name = 'other'")
        assert query(fresh, "SELECT number FROM acted.catalogue_version") == [(2 * number,)]
    assert query(fresh, "SELECT count(*) FROM acted.catalogue_changes") == [(1,)]


def test_the_log_is_dropped_with_the_version(fresh: BaseDatabaseWrapper) -> None:
    migrate(fresh, ("catalogue", "0001_initial"))
    left = "SELECT proname FROM pg_proc WHERE pronamespace = 'acted'::regnamespace"
    # Those of the history and of the instructors stay.
    assert {name for (name,) in query(fresh, left)} == {
        *("record_row", "record_row_of_session", "record_truncate"),
        "delete_session_instructors",
    }
    assert query(fresh, TRIGGERS) == []
