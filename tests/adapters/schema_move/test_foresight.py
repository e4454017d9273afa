"""`migrate` moves nothing when a migration after the move would stop."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from pytest_django import DjangoDbBlocker

from adapters.postgres.schema_move.errors import PreflightError
from tests.adapters.adoption.databases import query, recorded, run
from tests.adapters.schema_move.places import contents, scatter

BAD_SESSION = """
    INSERT INTO acted.tutorial_sessions (id, tutorial_event_id, title, location, venue,
        start_date, end_date, sequence, created_at, updated_at)
    SELECT 4711, id, 't', 'l', 'v', '2026-03-30 09:00Z', '2026-03-29 09:00Z', 77, now(), now()
    FROM acted.tutorial_events LIMIT 1
"""
REPEATED_FIELD = """
    ALTER TABLE public."adm.custom_fields"
        DROP CONSTRAINT IF EXISTS custom_fields_external_id_key,
        DROP CONSTRAINT IF EXISTS "adm.custom_fields_external_id_key";
    INSERT INTO public."adm.custom_fields"
    SELECT 4711, external_id, label, field_type, description, is_required, roles, entity_type,
        last_synced
    FROM public."adm.custom_fields" ORDER BY id LIMIT 1
"""


@pytest.fixture
def mover(worker_id: str, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Give a role without any right, to be asked for before the database it is to work in."""
    role = f"mover_{worker_id}"
    with django_db_blocker.unblock():
        run(connections["default"], f"CREATE ROLE {role}")
        yield role
        run(connections["default"], f"DROP ROLE {role}")


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (BAD_SESSION, r"acted\.tutorial_sessions: CHECK .*rows with id 4711"),
        (REPEATED_FIELD, r'public\."adm\.custom_fields": UNIQUE .*rows with id .*4711'),
        (
            "ALTER TABLE acted.catalog_subjects ALTER code TYPE text",
            r"acted\.catalog_subjects\.code: expected character varying\(10\) not null, found text",
        ),
        (
            'ALTER TABLE public."adm.venues" ALTER name DROP NOT NULL',
            r'public\."adm\.venues"\.name: expected .* not null',
        ),
    ],
)
def test_what_a_later_migration_would_refuse_is_refused_before_the_move(
    legacy: BaseDatabaseWrapper, fault: str, told: str
) -> None:
    scatter(legacy, "literal dot")
    run(legacy, fault)
    before = contents(legacy), recorded(legacy)

    with pytest.raises(PreflightError, match=told) as refused:
        call_command("migrate", database=legacy.alias, verbosity=0)

    assert refused.value.returncode == 5
    assert (contents(legacy), recorded(legacy)) == before


@pytest.mark.parametrize(
    ("right", "grant"),
    [
        ("ALTER TABLE acted.prices OWNER TO {admin}", "GRANT {admin} TO {role};"),
        (
            "ALTER SCHEMA acted OWNER TO {admin}; GRANT USAGE ON SCHEMA acted TO {role}",
            'GRANT CREATE, USAGE ON SCHEMA "acted" TO {role};',
        ),
        (
            "REVOKE INSERT ON django_migrations FROM {role}",
            "GRANT INSERT ON django_migrations TO {role};",
        ),
    ],
)
def test_a_right_that_a_later_migration_lacks_is_named_before_the_move(
    mover: str, legacy: BaseDatabaseWrapper, right: str, grant: str
) -> None:
    scatter(legacy, "literal dot")
    run(
        legacy,
        "CREATE TABLE IF NOT EXISTS django_migrations (id serial, app text, name text,"
        " applied timestamptz)",
    )
    tables = "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
    for (table,) in query(legacy, f"{tables} WHERE schemaname !~ '^(pg_|information_)'"):
        run(legacy, f"ALTER TABLE {table} OWNER TO {mover}")
    run(legacy, f"ALTER SCHEMA adm OWNER TO {mover}; ALTER SCHEMA acted OWNER TO {mover}")
    run(legacy, f"GRANT ALL ON SCHEMA public TO {mover}")
    run(legacy, f"GRANT ALL ON DATABASE {legacy.settings_dict['NAME']} TO {mover}")
    ((admin,),) = query(legacy, "SELECT current_user")
    run(legacy, right.format(role=mover, admin=admin))
    before = contents(legacy)
    run(legacy, f"SET SESSION AUTHORIZATION {mover}")

    with pytest.raises(PreflightError) as refused:
        call_command("migrate", database=legacy.alias, verbosity=0)

    run(legacy, "RESET SESSION AUTHORIZATION")
    assert grant.format(role=mover, admin=admin) in str(refused.value)
    assert contents(legacy) == before
