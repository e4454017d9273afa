"""Tables that do not match stop the migration with an error that lists all faults."""

import os
import re
import subprocess
import sys

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.conninfo import make_conninfo

from adapters.postgres.adoption.errors import AdoptionError
from config.environment import ROOT
from tests.adapters.adoption.databases import Fingerprint, fingerprint, migrate, rows, run

DIFFERENCES = {
    "ALTER TABLE adm.venues DROP COLUMN name": "adm.venues.name: no such column",
    "ALTER TABLE adm.locations RENAME code TO short": (
        "adm.locations.code: no such column\n"
        "adm.locations.short: NOT NULL without a default, and unknown to this service, "
        "so every INSERT would fail"
    ),
    "ALTER TABLE acted.products ALTER product_code TYPE varchar(32)": (
        "acted.products.product_code: character varying(32) cannot hold varchar(64)"
    ),
    "ALTER TABLE acted.products ALTER product_code TYPE char(64)": (
        "acted.products.product_code: character(64) cannot hold varchar(64)"
    ),
    "ALTER TABLE acted.prices ALTER amount TYPE float": (
        "acted.prices.amount: double precision cannot hold numeric(10, 2)"
    ),
    "ALTER TABLE acted.prices ALTER amount TYPE numeric(10,1)": (
        "acted.prices.amount: numeric(10,1) cannot hold numeric(10, 2)"
    ),
    "ALTER TABLE acted.tutorial_events ALTER remain_space TYPE smallint": (
        "acted.tutorial_events.remain_space: smallint cannot hold integer"
    ),
    "ALTER TABLE acted.tutorial_sessions ALTER start_date TYPE timestamp": (
        "acted.tutorial_sessions.start_date: "
        "timestamp without time zone cannot hold timestamp with time zone"
    ),
    "ALTER TABLE acted.tutorial_events ALTER start_date TYPE timestamptz": (
        "acted.tutorial_events.start_date: timestamp with time zone cannot hold date"
    ),
    "UPDATE adm.instructors SET email = '';"
    "ALTER TABLE adm.instructors ALTER email SET DEFAULT '', ALTER email SET NOT NULL": (
        "adm.instructors.email: NOT NULL, but the service writes NULL"
    ),
    "ALTER TABLE acted.bundles ALTER id DROP IDENTITY": (
        "acted.bundles.id: no default, so an INSERT gets no key"
    ),
    "ALTER TABLE adm.venues DROP description,"
    " ADD description text GENERATED ALWAYS AS (name) STORED": (
        "adm.venues.description: the service cannot write to a generated column"
    ),
    "ALTER TABLE adm.venues ADD extra integer; UPDATE adm.venues SET extra = 1;"
    "ALTER TABLE adm.venues ALTER extra SET NOT NULL": (
        "adm.venues.extra: NOT NULL without a default, and unknown to this service, "
        "so every INSERT would fail"
    ),
    "ALTER TABLE adm.custom_fields ALTER roles TYPE text": (
        "adm.custom_fields.roles: text cannot hold jsonb"
    ),
    "ALTER TABLE acted.tutorial_sessions DROP COLUMN url": (
        "acted.tutorial_sessions.url: no such column"
    ),
    "ALTER TABLE adm.pricelevels DROP CONSTRAINT pricelevels_pkey CASCADE;"
    "INSERT INTO adm.pricelevels SELECT 1, 'p2', name, NULL, last_synced FROM adm.pricelevels": (
        "adm.pricelevels.id: the key has values that are NULL or not unique: 1"
    ),
    "ALTER TABLE acted.prices RENAME TO v; CREATE VIEW acted.prices AS SELECT * FROM acted.v": (
        "acted.prices: is a view, but must be a table"
    ),
}


@pytest.mark.parametrize("change", DIFFERENCES)
def test_a_fault_is_reported_and_the_table_is_not_changed(
    rehearsal: BaseDatabaseWrapper, change: str
) -> None:
    run(rehearsal, change)
    before = fingerprint(rehearsal), rows(rehearsal)
    with pytest.raises(AdoptionError) as caught:
        migrate(rehearsal)
    assert "\n".join(caught.value.faults) == DIFFERENCES[change]
    table = re.split(r"[:.]", caught.value.faults[0])[1]
    assert about(table, fingerprint(rehearsal)) == about(table, before[0])
    assert rows(rehearsal) == before[1]


def test_the_faults_of_all_tables_are_reported_together(rehearsal: BaseDatabaseWrapper) -> None:
    run(rehearsal, "ALTER TABLE adm.venues DROP COLUMN name, ALTER description TYPE varchar(10)")
    run(rehearsal, "ALTER TABLE adm.instructors DROP COLUMN email")
    with pytest.raises(AdoptionError) as caught:
        migrate(rehearsal, ("administrate", "0003_migrate_to_adm_schema"))
    assert str(caught.value).splitlines() == [
        "These tables were not changed:",
        "adm.instructors.email: no such column",
        "adm.venues.name: no such column",
        "adm.venues.description: character varying(10) cannot hold text",
    ]


def test_unknown_columns_with_a_default_are_allowed(rehearsal: BaseDatabaseWrapper) -> None:
    run(rehearsal, "ALTER TABLE adm.venues ADD nullable integer")
    run(rehearsal, "ALTER TABLE adm.venues ADD filled integer NOT NULL DEFAULT 1")
    run(rehearsal, "ALTER TABLE adm.venues ADD computed integer GENERATED ALWAYS AS (1) STORED")
    migrate(rehearsal)
    run(rehearsal, "INSERT INTO adm.venues VALUES (9, 'v9', 'x', NULL, NULL, now(), now())")
    for row in rows(rehearsal)["adm.venues"]:
        assert (row["nullable"], row["filled"], row["computed"]) == (None, 1, 1)


# Rows and names that prevent adding a constraint, and the logged messages. Each case changes
# different tables or columns.
LACKING = {
    "INSERT INTO adm.custom_fields SELECT 8, external_id, label, field_type, description,"
    " is_required, roles, entity_type, last_synced FROM adm.custom_fields WHERE id = 1": "",
    "ALTER TABLE acted.products DROP CONSTRAINT products_product_code_key;"
    "UPDATE acted.products SET product_code = 'one'": (
        "could not add UNIQUE (product_code) (products_product_code_key):"
        " the rows with these ids violate it: 10 (one), 11 (one)"
    ),
    "UPDATE acted.tutorial_sessions SET end_date = '2026-03-28Z'": (
        "CHECK ((start_date <= end_date)) (tutorial_sessions_end_not_before_start):"
        " the rows with these ids violate it: 30, 31"
    ),
    "ALTER TABLE adm.venues DROP CONSTRAINT venues_location_id_fkey;"
    "UPDATE adm.venues SET location_id = 'gone' WHERE id = 1": (
        "the rows with these ids violate it: 1 (gone)"
    ),
    "ALTER TABLE adm.venues DROP CONSTRAINT venues_pkey, ADD PRIMARY KEY (external_id)": (
        "PRIMARY KEY (id) (venues_pkey): "
    ),
    "ALTER TABLE acted.tutorial_sessions ADD CONSTRAINT tutorial_sessions_sequence_from_1 "
    "CHECK (sequence < 9)": "(tutorial_sessions_sequence_from_1): ",
    "CREATE TABLE adm.venues_location_id_dee50f32 (id int)": ("venues_location_id_dee50f32: "),
}


def test_a_constraint_that_cannot_be_added_is_only_logged(
    rehearsal: BaseDatabaseWrapper, caplog: pytest.LogCaptureFixture
) -> None:
    for change in LACKING:
        run(rehearsal, change)
    before = {table: len(found) for table, found in rows(rehearsal).items() if found}
    migrate(rehearsal)
    assert {table: len(found) for table, found in rows(rehearsal).items() if found} == before
    expected = [message for message in LACKING.values() if message]
    assert [message for message in expected if message not in caplog.text] == []
    assert len({record.getMessage() for record in caplog.records}) == len(expected)


def test_only_the_first_twenty_violating_rows_are_named(
    rehearsal: BaseDatabaseWrapper, caplog: pytest.LogCaptureFixture
) -> None:
    run(
        rehearsal,
        "INSERT INTO acted.tutorial_sessions SELECT 100 + n, 20, 't', 'l', 'v', '1999-12-31Z',"
        " '2026-01-01Z', 100 + n, NULL, now(), now() FROM generate_series(1, 23) n",
    )
    migrate(rehearsal)
    assert re.search(r"violate it: 101, .*, 120 and 3 more$", caplog.text.strip())


def test_migrate_prints_the_faults_without_a_traceback(legacy: BaseDatabaseWrapper) -> None:
    run(legacy, "ALTER TABLE adm.venues DROP COLUMN name")
    url = make_conninfo(os.environ["DATABASE_URL"], dbname=legacy.settings_dict["NAME"])
    done = subprocess.run(
        [sys.executable, ROOT / "manage.py", "migrate"],
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    # The check comes before the first migration.
    assert done.returncode == 5
    assert "adm.venues.name: no such column" in done.stderr
    assert "Traceback" not in done.stderr


def about(table: str, found: Fingerprint) -> Fingerprint:
    return [fact for fact in found if table in fact[1]]
