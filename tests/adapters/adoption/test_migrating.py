"""`migrate` has the same result from every initial state, and changes no row."""

import re

import psycopg
import pytest
from django.core.management import call_command
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from adapters.postgres.adoption.errors import AdoptionError
from tests.adapters.adoption.databases import (
    OUR_APPS,
    Fingerprint,
    fingerprint,
    migrate,
    oids,
    query,
    record,
    recorded,
    rows,
    run,
)

PREVIOUS_SYSTEM = (
    ("administrate", "0001_initial"),
    ("administrate", "0002_alter_customfield_external_id"),
    ("administrate", "0003_migrate_to_adm_schema"),
    ("tutorials", "0001_initial"),
    ("tutorials", "0002_migrate_to_acted_schema"),
    ("tutorials", "0003_tutorialsessions"),
    ("store", "0001_initial"),
)
# The history goes on when the migrations of other apps are reversed.
OUR_COLUMNS = (
    *("is_unlimited", "cancelled_at", "cancelled_by", "cancelled_reason"),
    *("clash_override_at", "clash_override_by", "clash_override_reason"),
)
OF_HISTORY = re.compile(r"history_(row|truncate)|record_(row|truncate)")


def test_an_empty_database_gets_every_table(empty: BaseDatabaseWrapper, right: Fingerprint) -> None:
    migrate(empty)
    assert fingerprint(empty) == right
    assert len(oids(empty)) == 26


def test_a_second_run_finds_nothing_to_do(fresh: BaseDatabaseWrapper, right: Fingerprint) -> None:
    before = oids(fresh), recorded(fresh)
    migrate(fresh)
    assert (oids(fresh), recorded(fresh)) == before
    assert fingerprint(fresh) == right


@pytest.mark.parametrize(
    "names",
    [pytest.param((), marks=pytest.mark.slow), PREVIOUS_SYSTEM[:1], PREVIOUS_SYSTEM],
)
def test_the_previous_systems_tables_are_adopted_with_their_rows(
    legacy: BaseDatabaseWrapper,
    right: Fingerprint,
    names: tuple[tuple[str, str], ...],
) -> None:
    record(legacy, *names)
    before = oids(legacy), rows(legacy)
    migrate(legacy)
    after = oids(legacy), rows(legacy)
    for session in after[1]["acted.tutorial_sessions"]:
        assert session.pop("time_zone") == "Europe/London"
    for event in after[1]["acted.tutorial_events"]:
        for name in OUR_COLUMNS:
            assert event.pop(name) is None
    assert after == before
    assert fingerprint(legacy) == right


def test_a_missing_sessions_table_is_created(
    legacy: BaseDatabaseWrapper, right: Fingerprint
) -> None:
    run(legacy, "DROP TABLE acted.tutorial_sessions")
    migrate(legacy)
    assert fingerprint(legacy) == right


def test_recorded_migrations_do_not_prove_that_tables_exist(
    empty: BaseDatabaseWrapper, right: Fingerprint
) -> None:
    migrate(empty, ("auth", "0012_alter_user_first_name_max_length"))
    record(empty, *PREVIOUS_SYSTEM)
    migrate(empty)
    assert fingerprint(empty) == right


@pytest.mark.slow
def test_the_next_run_completes_an_interrupted_run(
    fresh: BaseDatabaseWrapper, right: Fingerprint
) -> None:
    whole = recorded(fresh)
    before = oids(fresh)
    for done in range(len(whole)):
        for app, name in whole[done:]:
            run(fresh, f"DELETE FROM django_migrations WHERE (app, name) = ('{app}', '{name}')")
        migrate(fresh)
        assert recorded(fresh) == whole
        assert fingerprint(fresh) == right
        assert oids(fresh) == before


def test_missing_tables_are_created_beside_existing_ones(
    legacy: BaseDatabaseWrapper, right: Fingerprint
) -> None:
    run(legacy, "DROP TABLE acted.products, acted.filter_groups CASCADE")
    run(legacy, "TRUNCATE acted.prices, acted.bundle_products, acted.tutorial_events CASCADE")
    run(legacy, "TRUNCATE acted.filter_product_product_groups, acted.filter_configuration_groups")
    migrate(legacy)
    assert fingerprint(legacy) == right


def test_the_owner_of_the_tables_needs_no_database_privilege(
    owner: str, legacy: BaseDatabaseWrapper, right: Fingerprint
) -> None:
    hand_over(legacy, owner)
    migrate(legacy)
    assert fingerprint(legacy) == right


def test_a_schema_that_cannot_be_created_is_reported_with_the_grant(
    owner: str, legacy: BaseDatabaseWrapper
) -> None:
    run(legacy, "DROP SCHEMA adm CASCADE")
    hand_over(legacy, owner)
    with pytest.raises(AdoptionError, match="the schema adm does not exist") as caught:
        migrate(legacy)
    run(legacy, f"RESET SESSION AUTHORIZATION; {caught.value.faults[0].split(': ')[1]}")
    run(legacy, f"SET SESSION AUTHORIZATION {owner}")
    migrate(legacy)
    assert "adm.venues" in oids(legacy)


def test_missing_temporary_privilege_is_reported_with_the_grant(
    owner: str, legacy: BaseDatabaseWrapper
) -> None:
    name = legacy.settings_dict["NAME"]
    run(legacy, f"REVOKE TEMPORARY ON DATABASE {name} FROM PUBLIC")
    hand_over(legacy, owner)
    with pytest.raises(AdoptionError) as caught:
        migrate(legacy)
    grant = f"GRANT TEMPORARY ON DATABASE {name} TO {owner};"
    assert caught.value.faults == (f"the role may not create temporary tables: {grant}",)


def test_no_lock_is_taken_if_there_is_nothing_to_do(
    fresh: BaseDatabaseWrapper, right: Fingerprint
) -> None:
    apps_ = "'administrate', 'tutorials', 'catalogue', 'history'"
    run(fresh, f"DELETE FROM django_migrations WHERE app IN ({apps_})")
    parameters = {**fresh.get_connection_params(), "cursor_factory": psycopg.Cursor}
    with psycopg.connect(**parameters) as writer:
        for table in oids(fresh):
            writer.execute(f"DELETE FROM {table}")
        migrate(fresh)
    assert fingerprint(fresh) == right


def test_a_disabled_trigger_is_enabled(fresh: BaseDatabaseWrapper, right: Fingerprint) -> None:
    run(fresh, "ALTER TABLE acted.prices DISABLE TRIGGER log_update")
    run(fresh, "DROP TRIGGER log_insert ON acted.bundles")
    run(fresh, "DELETE FROM django_migrations WHERE app = 'catalogue' AND name > '0002'")
    migrate(fresh)
    assert fingerprint(fresh) == right


def test_migrate_restores_missing_triggers_of_recorded_migrations(
    fresh: BaseDatabaseWrapper, right: Fingerprint
) -> None:
    run(fresh, "DROP TRIGGER log_delete ON acted.tutorial_events")
    call_command("migrate", database=fresh.alias, verbosity=0)
    assert fingerprint(fresh) == right


@pytest.mark.parametrize(
    "damage",
    [
        "DROP FUNCTION acted.log_change_by_product_id() CASCADE",
        "DROP TABLE acted.catalogue_changed, acted.catalogue_changes_pruned CASCADE",
        "ALTER TABLE acted.prices DISABLE TRIGGER ALL; ALTER TABLE acted.prices ENABLE TRIGGER ALL",
        "DROP VIEW acted.catalogue_version; DROP TRIGGER log_row ON acted.products",
    ],
)
def test_missing_parts_of_the_change_log_are_created_again(
    fresh: BaseDatabaseWrapper, right: Fingerprint, damage: str
) -> None:
    run(fresh, damage)
    call_command("migrate", database=fresh.alias, verbosity=0)
    assert fingerprint(fresh) == right


def test_the_tables_equal_those_that_django_creates(
    fresh: BaseDatabaseWrapper, right: Fingerprint
) -> None:
    run(fresh, "DROP SCHEMA acted, adm CASCADE; CREATE SCHEMA acted; CREATE SCHEMA adm")
    models = MigrationLoader(fresh).project_state().apps.get_models()
    with fresh.schema_editor() as editor:
        for model in models:
            if model._meta.app_label in {*OUR_APPS, "sign_in", "access", "history", "imports"}:
                editor.create_model(model)
    version = {"trigger", "function", "view"}
    own = (
        *("catalogue_", "schema_move_ledger", "history_old_codes", "history_new_codes"),
        *("tutorial_sessions_place", "tutorial_sessions_long", "instructors_taught"),
        *("tutorial_events_lower_code", "tutorial_events_untidy_code"),
    )
    ours = [
        fact
        for fact in right
        if fact[0] not in version and not any(name in " ".join(fact[1:]) for name in own)
    ]
    assert fingerprint(fresh) == ours


@pytest.mark.parametrize("backwards", [False, True])
def test_sqlmigrate_prints_the_operations_and_changes_nothing(
    fresh: BaseDatabaseWrapper, right: Fingerprint, backwards: bool
) -> None:
    loader = MigrationLoader(fresh)
    nodes = [node for key, node in loader.graph.nodes.items() if key[0] in OUR_APPS]
    printed = "\n".join(line for node in nodes for line in loader.collect_sql([(node, backwards)]))
    assert "-- Create the tables, or adopt those that exist" in printed
    assert "-- Create the trigger note_change where it is missing" in printed
    assert "-- Create the triggers log_* where they are missing" in printed
    assert "CREATE TABLE adm" not in printed
    assert fingerprint(fresh) == right


def test_a_migration_leaves_no_temporary_table(fresh: BaseDatabaseWrapper) -> None:
    migrate(fresh, ("administrate", None), ("catalogue", None))
    migrate(fresh)
    sql = "SELECT relname FROM pg_class WHERE relpersistence = 't'"
    assert query(fresh, sql) == []


def test_reversing_migrations_keeps_tables_and_drops_triggers(
    legacy: BaseDatabaseWrapper, right: Fingerprint
) -> None:
    migrate(legacy)
    before = oids(legacy), rows(legacy)
    migrate(legacy, ("administrate", None), ("tutorials", None), ("catalogue", None))
    assert (oids(legacy), rows(legacy)) == before
    left = {each for each in fingerprint(legacy) if not OF_HISTORY.search(str(each))}
    assert {kind for kind, *_ in left}.isdisjoint({"trigger", "function", "view"})
    migrate(legacy)
    assert fingerprint(legacy) == right


def test_a_history_of_the_previous_system_is_consistent(
    legacy: BaseDatabaseWrapper,
) -> None:
    record(legacy, *PREVIOUS_SYSTEM)
    MigrationExecutor(legacy).loader.check_consistent_history(legacy)


def hand_over(connection: BaseDatabaseWrapper, role: str) -> None:
    """Make a role the owner of all tables, and continue as that role."""
    sql = "SELECT format('%I.%I', schemaname, tablename), schemaname FROM pg_tables"
    for table, schema in query(connection, f"{sql} WHERE schemaname !~ '^(pg_|information_)'"):
        run(connection, f"GRANT ALL ON SCHEMA {schema} TO {role}")
        run(connection, f"ALTER TABLE {table} OWNER TO {role}")
    run(connection, f"SET SESSION AUTHORIZATION {role}")
