"""A table that differs stops the migration with an error that names all of it."""

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
    "ALTER TABLE adm.venues DROP COLUMN name": (
        "adm.venues.name: expected character varying(255) not null, found no such column"
    ),
    "ALTER TABLE adm.locations RENAME code TO short": (
        "adm.locations.code: expected character varying(50) not null, found no such column\n"
        "adm.locations.short: expected no column that every INSERT must name, "
        "found character varying(50) not null"
    ),
    "ALTER TABLE acted.products ALTER product_code TYPE varchar(32)": (
        "acted.products.product_code: expected character varying(64) not null, "
        "found character varying(32) not null"
    ),
    "ALTER TABLE acted.prices ALTER amount TYPE float": (
        "acted.prices.amount: expected numeric(10,2) not null, found double precision not null"
    ),
    "ALTER TABLE acted.tutorial_events ALTER venue DROP NOT NULL": (
        "acted.tutorial_events.venue: expected character varying(255) not null, "
        "found character varying(255)"
    ),
    "UPDATE adm.instructors SET email = '';"
    "ALTER TABLE adm.instructors ALTER email SET DEFAULT '', ALTER email SET NOT NULL": (
        "adm.instructors.email: expected character varying(255), "
        "found character varying(255) not null default ''::character varying"
    ),
    "ALTER TABLE acted.bundles ALTER id SET GENERATED ALWAYS": (
        "acted.bundles.id: expected bigint not null identity by default, "
        "found bigint not null identity always"
    ),
    "ALTER TABLE acted.bundles ALTER id DROP IDENTITY": (
        "acted.bundles.id: expected bigint not null identity by default, found bigint not null"
    ),
    "ALTER TABLE adm.custom_fields ALTER roles TYPE text": (
        "adm.custom_fields.roles: expected jsonb, found text"
    ),
    "ALTER TABLE acted.tutorial_sessions DROP COLUMN url": (
        "acted.tutorial_sessions.url: expected character varying(500), found no such column"
    ),
    "ALTER TABLE adm.venues DROP CONSTRAINT venues_pkey, ADD PRIMARY KEY (external_id)": (
        "adm.venues: expected PRIMARY KEY (id) as venues_pkey, "
        "found PRIMARY KEY (external_id) as venues_pkey"
    ),
    "ALTER TABLE acted.tutorial_sessions ADD CONSTRAINT tutorial_sessions_sequence_from_1 "
    "CHECK (sequence < 9)": (
        "acted.tutorial_sessions: expected CHECK ((sequence >= 1)) "
        "as tutorial_sessions_sequence_from_1, "
        "found CHECK ((sequence < 9)) as tutorial_sessions_sequence_from_1"
    ),
    "ALTER TABLE acted.prices RENAME TO v; CREATE VIEW acted.prices AS SELECT * FROM acted.v": (
        "acted.prices: expected a table, found a view"
    ),
}


@pytest.mark.parametrize("change", DIFFERENCES)
def test_a_difference_is_named_and_its_table_left_as_it_is(
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


def test_the_differences_of_all_tables_are_named_together(rehearsal: BaseDatabaseWrapper) -> None:
    run(rehearsal, "ALTER TABLE adm.venues DROP COLUMN name, ALTER description TYPE varchar(10)")
    run(rehearsal, "ALTER TABLE adm.instructors DROP COLUMN email")
    with pytest.raises(AdoptionError) as caught:
        migrate(rehearsal, ("administrate", "0003_migrate_to_adm_schema"))
    assert str(caught.value).splitlines() == [
        "These tables were left as they are:",
        "adm.instructors.email: expected character varying(255), found no such column",
        "adm.venues.name: expected character varying(255) not null, found no such column",
        "adm.venues.description: expected text, found character varying(10)",
    ]


@pytest.mark.parametrize(
    "extra", ["integer", "integer NOT NULL DEFAULT 1", "integer GENERATED ALWAYS AS (1) STORED"]
)
def test_a_column_that_an_insert_may_leave_out_is_allowed(
    rehearsal: BaseDatabaseWrapper, extra: str
) -> None:
    run(rehearsal, f"ALTER TABLE adm.venues ADD extra {extra}")
    migrate(rehearsal)
    run(rehearsal, "INSERT INTO adm.venues VALUES (9, 'v9', 'x', NULL, NULL, now(), now())")
    assert all("extra" in row for row in rows(rehearsal)["adm.venues"])


BROKEN = {
    "INSERT INTO adm.custom_fields SELECT 8, external_id, label, field_type, description,"
    " is_required, roles, entity_type, last_synced FROM adm.custom_fields WHERE id = 1": (
        "adm.custom_fields: UNIQUE (external_id) (custom_fields_external_id_key) is broken by"
        " the rows with id 1 (f1), 8 (f1)"
    ),
    "UPDATE acted.tutorial_sessions SET end_date = '2026-03-28Z'": (
        "acted.tutorial_sessions: CHECK ((start_date <= end_date))"
        " (tutorial_sessions_end_not_before_start) is broken by the rows with id 30, 31"
    ),
    "UPDATE acted.tutorial_sessions SET sequence = 0 WHERE id = 31": (
        "acted.tutorial_sessions: CHECK ((sequence >= 1)) (tutorial_sessions_sequence_from_1)"
        " is broken by the rows with id 31"
    ),
    "ALTER TABLE adm.venues DROP CONSTRAINT venues_location_id_fkey;"
    "UPDATE adm.venues SET location_id = 'gone' WHERE id = 1": (
        "adm.venues: FOREIGN KEY (location_id) REFERENCES adm.locations(external_id) DEFERRABLE"
        " INITIALLY DEFERRED (venues_location_id_dee50f32_fk_locations_external_id)"
        " is broken by the rows with id 1 (gone)"
    ),
    "ALTER TABLE adm.pricelevels DROP CONSTRAINT pricelevels_pkey CASCADE;"
    "INSERT INTO adm.pricelevels SELECT 1, 'p2', name, NULL, last_synced FROM adm.pricelevels": (
        "adm.pricelevels: PRIMARY KEY (id) (pricelevels_pkey) is broken by"
        " the rows with id 1 (1), 1 (1)"
    ),
}


@pytest.mark.parametrize("change", BROKEN)
def test_rows_that_break_a_missing_constraint_are_named(
    rehearsal: BaseDatabaseWrapper, change: str
) -> None:
    run(rehearsal, change)
    before = rows(rehearsal)
    with pytest.raises(AdoptionError) as caught:
        migrate(rehearsal)
    assert caught.value.faults == (BROKEN[change],)
    assert rows(rehearsal) == before


def test_of_many_broken_rows_the_first_twenty_are_named(rehearsal: BaseDatabaseWrapper) -> None:
    run(
        rehearsal,
        "INSERT INTO acted.tutorial_sessions SELECT 100 + n, 20, 't', 'l', 'v', '1999-12-31Z',"
        " '2026-01-01Z', 100 + n, NULL, now(), now() FROM generate_series(1, 23) n",
    )
    with pytest.raises(AdoptionError, match=r"id 101, .*, 120 and 3 more$"):
        migrate(rehearsal)


def test_migrate_prints_the_differences_and_no_traceback(legacy: BaseDatabaseWrapper) -> None:
    run(legacy, "ALTER TABLE adm.venues DROP COLUMN name")
    url = make_conninfo(os.environ["DATABASE_URL"], dbname=legacy.settings_dict["NAME"])
    done = subprocess.run(
        [sys.executable, ROOT / "manage.py", "migrate"],
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    # Seen before the first migration, which would otherwise be done already.
    assert done.returncode == 5
    assert "adm.venues.name: expected character varying(255) not null" in done.stderr
    assert "Traceback" not in done.stderr


def about(table: str, found: Fingerprint) -> Fingerprint:
    return [fact for fact in found if table in fact[1]]
