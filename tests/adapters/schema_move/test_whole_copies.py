"""Every table exists twice, with foreign keys in each set, after an interrupted release."""

import re
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.backends.base.base import BaseDatabaseWrapper
from pytest_django import DjangoDbBlocker

from tests.adapters.adoption.databases import LEGACY, new_database, query, run
from tests.adapters.schema_move.legacy_database import TABLES, make_legacy

FOREIGN_KEYS = """
    SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint
    WHERE contype = 'f' AND (conrelid::regclass::text ~ 'adm' OR confrelid::regclass::text ~ 'adm')
    ORDER BY 1, 2
"""
RIGHT = [
    ("adm.course_template_price_levels", "adm.course_templates"),
    ("adm.course_template_price_levels", "adm.pricelevels"),
    ("adm.venues", "adm.locations"),
]
SECOND = [statement for statement in LEGACY.split(";") if re.search(r"\badm\b", statement)]
EMPTY = [statement for statement in SECOND if "INSERT" not in statement]
OLD_NAMES = [f'public."adm.{table}"' for table in TABLES]


@pytest.fixture
def legacy(worker_id: str, django_db_blocker: DjangoDbBlocker) -> Iterator[BaseDatabaseWrapper]:
    with django_db_blocker.unblock(), new_database(f"whole_{worker_id}") as connection:
        make_legacy(connection)
        yield connection


@pytest.mark.parametrize(
    ("second", "emptied", "kept"),
    [
        pytest.param(SECOND, [], "adm", id="the same rows"),
        pytest.param(EMPTY, [], "public", id="new ones empty"),
        pytest.param(SECOND, OLD_NAMES, "adm", id="old ones empty"),
    ],
)
def test_all_copies_are_resolved_in_one_run(
    legacy: BaseDatabaseWrapper, second: list[str], emptied: list[str], kept: str
) -> None:
    run(legacy, ";".join(second))
    if emptied:
        run(legacy, f"TRUNCATE {', '.join(emptied)}")
    before = oids(legacy, kept)
    call_command("schema_move", "apply", f"--database={legacy.alias}", stdout=StringIO())
    assert oids(legacy, "adm") == before
    assert query(legacy, FOREIGN_KEYS) == RIGHT
    aside = query(legacy, "SELECT count(*) FROM pg_tables WHERE schemaname = 'adm_quarantine'")
    assert aside == [(7,)]
    # What was put aside keeps no row from being deleted.
    run(legacy, "DELETE FROM adm.venues; DELETE FROM adm.locations")
    run(legacy, "INSERT INTO adm.locations SELECT 9, 'l9', 'York', 'YRK', NULL, true, now(), now()")
    run(legacy, "INSERT INTO adm.venues SELECT 9, 'v9', 'Hall', NULL, 'l9', now(), now()")


def oids(connection: BaseDatabaseWrapper, schema: str) -> list[int]:
    """Return those of the tables in `adm`, or of those in `public` that are called after it."""
    prefix = "" if schema == "adm" else "adm."
    names = [f'{schema}."{prefix}{table}"' for table in TABLES]
    return [query(connection, f"SELECT '{name}'::regclass::oid")[0][0] for name in names]


@pytest.mark.parametrize("second", [SECOND, EMPTY], ids=["old put aside", "new put aside"])
def test_a_view_replaces_the_copy_that_was_put_aside(
    legacy: BaseDatabaseWrapper, second: list[str]
) -> None:
    run(legacy, ";".join(second))
    command = ("schema_move", "apply", "--compat-views", f"--database={legacy.alias}")
    call_command(*command, stdout=StringIO())
    for table in TABLES:
        old, new = f'public."adm.{table}"', f"adm.{table}"
        run(legacy, f"INSERT INTO {old} SELECT * FROM {old} LIMIT 0")
        assert query(legacy, f"TABLE {old}") == query(legacy, f"TABLE {new}") != []


def test_the_plan_lists_what_reads_the_copy_put_aside(legacy: BaseDatabaseWrapper) -> None:
    run(legacy, ";".join(SECOND))
    run(legacy, 'CREATE VIEW halls AS SELECT name FROM public."adm.locations"')
    run(legacy, "CREATE VIEW other_halls AS SELECT name FROM adm.locations")
    output = StringIO()
    with pytest.raises(SystemExit):
        call_command("schema_move", "plan", f"--database={legacy.alias}", stdout=output)
    assert "WILL STILL READ the copy that is put aside: the view public.halls" in output.getvalue()


# What changes in the new copy, and how the old row is then named.
CHANGED = {
    "course_templates": ("code = 'OTHER'", "external_id 'x1', code 'CM2'"),
    "custom_fields": ("label = 'Other'", "external_id 'f1'"),
    "instructors": ("first_name = 'Eve'", "external_id 'i1'"),
    "locations": ("name = 'Leeds'", "external_id 'l1', code 'LDN'"),
    "pricelevels": ("name = 'Other'", "external_id 'p1'"),
    "venues": ("external_id = 'v9'", "external_id 'v1'"),
    "course_template_price_levels": (
        "amount = 1",
        "course_template_id '1', price_level_id '1', external_id 'c1'",
    ),
}


def test_a_conflict_names_the_natural_key_and_the_id(
    legacy: BaseDatabaseWrapper,
) -> None:
    run(legacy, ";".join(SECOND))
    events = "public.acted_tutorial_events"
    run(legacy, f"CREATE TABLE {events} (LIKE acted.tutorial_events INCLUDING ALL)")
    run(legacy, f"INSERT INTO {events} SELECT * FROM acted.tutorial_events")
    run(legacy, f"UPDATE {events} SET code = 'CM2-02' WHERE id = 20")
    for table, (change, _) in CHANGED.items():
        run(legacy, f"UPDATE adm.{table} SET {change} WHERE id = 1")

    with pytest.raises(CommandError) as caught:
        call_command("schema_move", "apply", f"--database={legacy.alias}")

    for table, (_, named) in CHANGED.items():
        assert f'row 1 of public."adm.{table}" with {named}: ' in str(caught.value)
    assert f"row 20 of {events} with code 'CM2-02': code" in str(caught.value)


def test_a_unique_key_of_the_model_is_checked_without_a_constraint(
    legacy: BaseDatabaseWrapper,
) -> None:
    run(legacy, ";".join(EMPTY))
    columns = "external_id, name, last_synced"
    run(legacy, f"INSERT INTO adm.pricelevels (id, {columns}) VALUES (7, 'p1', 'Other', now())")
    for place in ("adm.pricelevels", 'public."adm.pricelevels"'):
        unique = f"conrelid = '{place}'::regclass AND contype = 'u'"
        for (name,) in query(legacy, f"SELECT conname FROM pg_constraint WHERE {unique}"):
            run(legacy, f'ALTER TABLE {place} DROP CONSTRAINT "{name}" CASCADE')

    with pytest.raises(CommandError, match=r"external_id = p1 \(row 7 of adm.pricelevels with"):
        call_command("schema_move", "apply", "--on-both=merge", f"--database={legacy.alias}")
