"""`migrate` has the same result as on an empty database, wherever the tables were."""

from contextlib import suppress
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.backends.base.base import BaseDatabaseWrapper

from adapters.postgres.schema_move.execute.revert import revert
from adapters.postgres.schema_move.names import Name
from adapters.postgres.schema_move.report.plan import plan
from tests.adapters.adoption.databases import (
    Fingerprint,
    fingerprint,
    migrate,
    query,
    record,
    recorded,
    run,
)
from tests.adapters.schema_move.places import (
    EVENTS,
    OLD_EVENTS,
    PLACES,
    TABLES,
    contents,
    copy,
    put,
    scatter,
    sums,
    task,
)

# The one added column; added here before the comparison of rows.
TIME_ZONE = """
    ALTER TABLE acted.tutorial_sessions
    ADD time_zone varchar(64) NOT NULL DEFAULT 'Europe/London'
"""
ADVISORY = """
    SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
    WHERE locktype = 'advisory' AND datname = current_database()
"""
PREVIOUS_SYSTEM = (
    ("administrate", "0001_initial"),
    ("administrate", "0002_alter_customfield_external_id"),
    ("administrate", "0003_migrate_to_adm_schema"),
    ("tutorials", "0001_initial"),
    ("tutorials", "0002_migrate_to_acted_schema"),
    ("tutorials", "0003_tutorialsessions"),
)
MIXED = dict(zip(TABLES, ("literal dot", "plain", "half moved", "in place") * 2, strict=False))
STATES = {**{place: dict.fromkeys(TABLES, place) for place in PLACES}, "mixed": MIXED}


@pytest.mark.parametrize("names", [pytest.param((), marks=pytest.mark.slow), PREVIOUS_SYSTEM])
@pytest.mark.parametrize(
    "state", [pytest.param(place, marks=pytest.mark.slow) for place in PLACES] + ["mixed"]
)
def test_every_initial_state_ends_like_a_new_installation(
    legacy: BaseDatabaseWrapper,
    right: Fingerprint,
    state: str,
    names: tuple[tuple[str, str], ...],
) -> None:
    for table, place in STATES[state].items():
        scatter(legacy, place, [table])
    put(legacy, EVENTS, OLD_EVENTS)
    record(legacy, *names)
    run(legacy, TIME_ZONE)
    before = sums(legacy)
    migrate(legacy)
    after = sums(legacy)
    assert {oid: after[oid] for oid in before} == before
    assert fingerprint(legacy) == right
    history = recorded(legacy)
    migrate(legacy)
    assert (fingerprint(legacy), recorded(legacy), sums(legacy)) == (right, history, after)
    assert plan(task(legacy)).exit_code == 0


def test_the_command_moves_too(legacy: BaseDatabaseWrapper, right: Fingerprint) -> None:
    scatter(legacy, "literal dot")
    call_command("migrate", database=legacy.alias, verbosity=0)
    assert fingerprint(legacy) == right
    assert query(legacy, ADVISORY) == [(0,)]


def test_a_reverted_move_can_be_repeated(legacy: BaseDatabaseWrapper, right: Fingerprint) -> None:
    scatter(legacy, "literal dot")
    put(legacy, EVENTS, OLD_EVENTS)
    call_command("migrate", database=legacy.alias, verbosity=0)
    revert(task(legacy))
    history = recorded(legacy)
    output = StringIO()
    call_command("migrate", database=legacy.alias, stdout=output)
    assert 'public."adm.venues" → adm.venues: oid' in output.getvalue()
    assert (fingerprint(legacy), recorded(legacy)) == (right, history)


@pytest.mark.parametrize("option", ["plan", "check_unapplied"])
def test_plan_and_check_options_move_nothing(legacy: BaseDatabaseWrapper, option: str) -> None:
    scatter(legacy, "literal dot")
    before = contents(legacy)
    with suppress(SystemExit):
        call_command("migrate", database=legacy.alias, stdout=StringIO(), **{option: True})
    assert contents(legacy) == before


def test_wrong_names_in_the_right_place_are_corrected(
    legacy: BaseDatabaseWrapper, right: Fingerprint
) -> None:
    run(legacy, 'ALTER SEQUENCE adm.venues_id_seq RENAME TO "adm.venues_id_seq"')
    run(legacy, 'ALTER TABLE adm.venues RENAME CONSTRAINT venues_pkey TO "adm.venues_pkey"')
    migrate(legacy)
    assert fingerprint(legacy) == right


def test_an_empty_copy_at_the_target_is_put_aside(
    legacy: BaseDatabaseWrapper, right: Fingerprint
) -> None:
    scatter(legacy, "literal dot")
    for table in TABLES:
        here, there = Name("adm", table), Name("public", f"adm.{table}")
        copy(legacy, there, here, rows=False)
    run(legacy, TIME_ZONE)
    before = sums(legacy)
    migrate(legacy)
    after = sums(legacy)
    assert {oid: after[oid] for oid in before if oid in after} == before
    assert fingerprint(legacy) == right


@pytest.mark.parametrize("rows", [True, False])
def test_events_under_both_names_are_merged(
    legacy: BaseDatabaseWrapper, right: Fingerprint, rows: bool
) -> None:
    copy(legacy, EVENTS, OLD_EVENTS, rows=rows)
    run(legacy, TIME_ZONE)
    before = sums(legacy)
    migrate(legacy)
    after = sums(legacy)
    assert {oid: after[oid] for oid in before} == before
    assert fingerprint(legacy) == right
    ((kept,),) = query(legacy, "SELECT count(*) FROM acted.tutorial_events")
    assert kept == 2


REFUSALS = {
    'DROP TABLE public."adm.locations" CASCADE': "adm.locations is missing",
    "CREATE TABLE public.venues (id int)": "adm.venues is in 2 places at once",
    "CREATE TABLE adm.venues (id int)": "have different columns",
    "CREATE PUBLICATION feed FOR TABLES IN SCHEMA public": "ALTER PUBLICATION feed ADD TABLE",
    'ALTER TABLE public."adm.venues" DROP COLUMN name': "no such column",
}


@pytest.mark.parametrize("change", REFUSALS)
def test_a_failing_migration_is_refused_before_the_first_one(
    legacy: BaseDatabaseWrapper, change: str
) -> None:
    scatter(legacy, "literal dot")
    run(legacy, change)
    before = contents(legacy), fingerprint(legacy), recorded(legacy)
    with pytest.raises(CommandError, match=REFUSALS[change]):
        call_command("migrate", database=legacy.alias, verbosity=0)
    assert (contents(legacy), fingerprint(legacy), recorded(legacy)) == before
    # Other ways to run the migrations are refused too.
    with pytest.raises(CommandError, match=REFUSALS[change]):
        migrate(legacy)
    after = contents(legacy)
    assert {oid: after[oid] for oid in before[0]} == before[0]
