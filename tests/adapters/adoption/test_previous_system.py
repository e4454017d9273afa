"""The tables of the previous system, and both systems on one database."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.backends.base.base import BaseDatabaseWrapper

from adapters.administrate.models import CustomField
from adapters.catalogue.models import FilterConfiguration, FilterConfigurationGroup, FilterGroup
from tests.adapters.adoption.databases import fingerprint, migrate, query, record, recorded, run
from tests.adapters.schema_move.places import contents, scatter, sums

HAND_WRITTEN = (Path(__file__).parent / "hand_written.sql").read_text()
# The migrations of the previous system after the first one.
BEFORE_SESSIONS = {
    ("administrate", "0001_initial"): "CREATE TABLE adm.venues (id int)",
    ("administrate", "0002_alter_customfield_external_id"): (
        "ALTER TABLE adm.custom_fields DROP CONSTRAINT custom_fields_external_id_key"
    ),
    ("tutorials", "0001_initial"): "CREATE TABLE acted.tutorial_events (id int)",
    ("tutorials", "0002_migrate_to_acted_schema"): (
        "ALTER TABLE public.acted_tutorial_events SET SCHEMA acted"
    ),
}
WITH_SESSIONS = BEFORE_SESSIONS | {
    ("administrate", "0003_migrate_to_adm_schema"): (
        'ALTER TABLE public."adm.venues" SET SCHEMA adm'
    ),
    ("administrate", "0004_alter_customfield_roles_to_jsonfield"): (
        "ALTER TABLE adm.custom_fields ALTER roles TYPE jsonb USING array_to_json(roles)"
    ),
    ("tutorials", "0003_tutorialsessions"): "CREATE TABLE acted.tutorial_sessions (id int)",
}


def previous_migrate(
    connection: BaseDatabaseWrapper, release: dict[tuple[str, str], str]
) -> list[tuple[str, str]]:
    """Run the migrations of the previous system; return the statements."""
    pending = [name for name in release if name not in recorded(connection)]
    for name in pending:
        run(connection, release[name])
        record(connection, name)
    return pending


@pytest.fixture
def written(legacy: BaseDatabaseWrapper) -> BaseDatabaseWrapper:
    run(legacy, HAND_WRITTEN)
    return legacy


def test_its_tables_are_moved_and_adopted_with_all_rows(written: BaseDatabaseWrapper) -> None:
    scatter(written, "literal dot")
    run(written, "DROP TABLE acted.tutorial_sessions")
    record(written, *BEFORE_SESSIONS, ("tutorials", "0042_hand_edited"))
    before = sums(written)

    call_command("migrate", database=written.alias, verbosity=0)

    after = sums(written)
    changed = {oid for oid in before if after[oid] != before[oid]}
    places = {contents(written)[oid][0] for oid in changed}
    assert places <= {"public.auth_permission", "public.django_content_type"}
    history = recorded(written)
    again = StringIO()
    call_command("migrate", database=written.alias, stdout=again)
    assert "No migrations to apply" in again.getvalue()
    assert recorded(written) == history
    call_command("schema_move", "verify", "--deep", "--database", written.alias, stdout=StringIO())
    for release in (BEFORE_SESSIONS, WITH_SESSIONS):
        assert previous_migrate(written, release) == []


@pytest.mark.parametrize(
    "loss",
    [
        "DROP TABLE django_migrations",
        pytest.param("TRUNCATE django_migrations", marks=pytest.mark.slow),
    ],
)
def test_a_lost_history_is_recorded_again(written: BaseDatabaseWrapper, loss: str) -> None:
    run(written, f"DROP TABLE acted.tutorial_sessions; {loss}")
    before = sums(written)

    call_command("migrate", database=written.alias, verbosity=0)

    after = sums(written)
    changed = {contents(written)[oid][0] for oid in before if after.get(oid) != before[oid]}
    assert changed <= {"public.auth_permission", "public.django_content_type"}
    again = StringIO()
    call_command("migrate", database=written.alias, stdout=again)
    assert "No migrations to apply" in again.getvalue()


def test_a_lost_history_is_not_recorded_for_an_incomplete_table(
    written: BaseDatabaseWrapper,
) -> None:
    scatter(written, "literal dot")
    run(written, "TRUNCATE django_migrations; ALTER TABLE auth_user DROP last_login")
    before = fingerprint(written)
    with pytest.raises(CommandError, match=r"auth_user\.last_login: no such column") as caught:
        call_command("migrate", database=written.alias, verbosity=0)
    assert "manage.py migrate auth --fake" in str(caught.value)
    assert fingerprint(written) == before


def test_a_null_is_read_as_the_default_and_not_changed(written: BaseDatabaseWrapper) -> None:
    migrate(written)
    using = written.alias
    group = FilterGroup.objects.using(using).get(id=2)
    assert (group.description, group.is_active, group.display_order) == ("", True, 0)
    filters = FilterConfiguration.objects.using(using)
    (shown,) = filters.filter(is_active=True, display_order=0).values(
        "description", "ui_component", "is_expanded_by_default", "ui_config"
    )
    assert list(shown.values()) == ["", "multi_select", False, {}]
    assert filters.get().created_at is not None
    groups = FilterConfigurationGroup.objects.using(using)
    assert groups.filter(filter_configuration__is_active=True, is_default=False).count() == 1
    stored = "SELECT description, is_active, display_order FROM acted.filter_groups"
    assert set(query(written, stored)) == {(None, None, None)}
    # Values that our code writes are stored.
    new = FilterGroup.objects.using(using).create(name="new")
    assert query(written, f"{stored} WHERE id = {new.id}") == [("", True, 0)]


def test_roles_stay_an_array_and_an_external_id_may_occur_twice(
    written: BaseDatabaseWrapper,
) -> None:
    migrate(written)
    fields = CustomField.objects.using(written.alias).filter(external_id="f1")
    assert [field.roles for field in fields] == [["student"], ["student"]]


def test_its_sessions_get_the_defaults_of_the_database(written: BaseDatabaseWrapper) -> None:
    migrate(written)
    run(
        written,
        "INSERT INTO acted.tutorial_sessions (id, tutorial_event_id, title, location, venue,"
        " start_date, end_date, sequence, url, created_at, updated_at) VALUES"
        " (90, 21, 't', 'l', 'v', '2026-03-01 09:00Z', '2026-03-01 17:00Z', 1, NULL, now(), now())",
    )
    sql = "SELECT time_zone FROM acted.tutorial_sessions WHERE id = 90"
    assert query(written, sql) == [("Europe/London",)]


def test_a_unique_constraint_of_an_earlier_release_is_dropped(
    fresh: BaseDatabaseWrapper, right: list[tuple[str, ...]]
) -> None:
    run(fresh, "ALTER TABLE adm.custom_fields ADD UNIQUE (external_id)")
    run(
        fresh,
        "CREATE INDEX custom_fields_external_id_1_like"
        " ON adm.custom_fields (external_id varchar_pattern_ops)",
    )
    names = ("0005_share_custom_fields", "0004_alter_customfield_roles_to_jsonfield")
    run(fresh, f"DELETE FROM django_migrations WHERE name IN {names}")
    migrate(fresh)
    assert fingerprint(fresh) == right
    assert ("administrate", names[1]) in recorded(fresh)
