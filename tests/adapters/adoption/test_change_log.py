"""The log of changes comes to a database that had only the version, and goes again."""

from django.db.backends.base.base import BaseDatabaseWrapper

from tests.adapters.adoption.databases import Fingerprint, fingerprint, migrate, query, run

VERSION = ("catalogue", "0002_version")
WRITE = """
    INSERT INTO acted.filter_groups (name, description, is_active, display_order)
    VALUES ('any', '', true, 0)
"""
TRIGGERS = "SELECT DISTINCT tgname FROM pg_trigger WHERE tgenabled = 'A' ORDER BY tgname"


def test_what_had_a_number_before_the_log_came_may_be_anything(
    fresh: BaseDatabaseWrapper, right: Fingerprint
) -> None:
    migrate(fresh, VERSION)
    assert query(fresh, TRIGGERS) == [("note_change",), ("number_change",)]
    run(fresh, WRITE)
    before = query(fresh, "SELECT * FROM acted.catalogue_version")
    assert before[0][0] > 0
    migrate(fresh)
    assert fingerprint(fresh) == right
    assert query(fresh, "SELECT * FROM acted.catalogue_version") == before
    log = "SELECT transaction, kind, ids FROM acted.catalogue_changed"
    assert query(fresh, log) == [(before[0][1], "anything", None)]


def test_without_the_log_the_version_moves_as_it_did(fresh: BaseDatabaseWrapper) -> None:
    migrate(fresh, VERSION)
    for number in (1, 2):
        run(fresh, WRITE)
        run(fresh, "UPDATE acted.filter_groups SET name = 'other'")
        assert query(fresh, "SELECT number FROM acted.catalogue_version") == [(2 * number,)]
    assert query(fresh, "SELECT count(*) FROM acted.catalogue_changes") == [(1,)]


def test_the_log_goes_with_the_version(fresh: BaseDatabaseWrapper) -> None:
    migrate(fresh, ("catalogue", "0001_initial"))
    left = "SELECT proname FROM pg_proc WHERE pronamespace = 'acted'::regnamespace"
    assert query(fresh, left) == []
    assert query(fresh, TRIGGERS) == []
