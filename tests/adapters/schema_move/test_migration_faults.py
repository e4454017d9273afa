"""`migrate` moves nothing if a later migration would fail."""

import re
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from pytest_django import DjangoDbBlocker

from adapters.catalogue.models import FilterConfiguration
from adapters.postgres.schema_move.errors import PreflightError
from tests.adapters.adoption.databases import query, recorded, run
from tests.adapters.schema_move.places import contents, scatter


@pytest.fixture
def mover(worker_id: str, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Create a role without privileges; request it before the database in which it works."""
    role = f"mover_{worker_id}"
    with django_db_blocker.unblock():
        run(connections["default"], f"CREATE ROLE {role}")
        yield role
        run(connections["default"], f"DROP ROLE {role}")


# One fault of each kind, each on a table of its own, and what is reported.
FAULTS = {
    "ALTER TABLE acted.products DROP product_code": (
        r"acted\.products\.product_code: no such column"
    ),
    "ALTER TABLE acted.catalog_subjects ALTER code TYPE varchar(9)": (
        r"acted\.catalog_subjects\.code: character varying\(9\) cannot hold varchar\(10\)"
    ),
    'ALTER TABLE public."adm.venues" DROP name': r'public\."adm\.venues"\.name: no such column',
    'ALTER TABLE public."adm.locations" ADD extra int;'
    'UPDATE public."adm.locations" SET extra = 1;'
    'ALTER TABLE public."adm.locations" ALTER extra SET NOT NULL': (
        r'public\."adm\.locations"\.extra: NOT NULL without a default'
    ),
    "ALTER TABLE acted.prices RENAME TO v; CREATE VIEW acted.prices AS TABLE acted.v": (
        r"acted\.prices: is a view"
    ),
}
# Differences that the service can work with, each on a column of its own.
HARMLESS = (
    "UPDATE acted.tutorial_sessions SET end_date = '2000-01-01Z' WHERE id = 31",
    'ALTER TABLE public."adm.venues" ALTER name DROP NOT NULL',
    "ALTER TABLE acted.catalog_subjects ALTER code TYPE text",
    "CREATE EXTENSION citext; ALTER TABLE acted.products ALTER product_code TYPE citext",
    "CREATE DOMAIN d AS text; ALTER TABLE acted.catalog_product_variations ALTER code TYPE d",
    "ALTER TABLE acted.prices ALTER amount TYPE numeric",
    "ALTER TABLE acted.filter_configurations ALTER ui_config TYPE json",
    "ALTER TABLE acted.tutorial_events ALTER remain_space TYPE bigint",
    (
        "INSERT INTO django_migrations (app, name, applied)"
        " VALUES ('tutorials', '0042_later', now())"
    ),
)


def test_plan_and_apply_report_everything_that_would_stop_migrate(
    legacy: BaseDatabaseWrapper,
) -> None:
    scatter(legacy, "literal dot")
    for fault in FAULTS:
        run(legacy, fault)
    before = contents(legacy), recorded(legacy)

    output = StringIO()
    with pytest.raises(SystemExit) as planned:
        call_command("schema_move", "plan", database=legacy.alias, stdout=output)
    assert planned.value.code == 2
    reports = [output.getvalue()]
    for command in (("schema_move", "apply"), ("migrate",)):
        with pytest.raises(CommandError) as refused:
            call_command(*command, database=legacy.alias, verbosity=0)
        assert refused.value.returncode == 5
        reports.append(str(refused.value))

    for report in reports:
        assert [pattern for pattern in FAULTS.values() if not re.search(pattern, report)] == []
    assert (contents(legacy), recorded(legacy)) == before


def test_usable_tables_are_not_faults(legacy: BaseDatabaseWrapper) -> None:
    scatter(legacy, "literal dot")
    for change in HARMLESS:
        run(legacy, change)
    with pytest.raises(SystemExit) as planned:
        call_command("schema_move", "plan", database=legacy.alias, stdout=StringIO())
    assert planned.value.code == 1
    call_command("migrate", database=legacy.alias, verbosity=0)
    call_command("schema_move", "plan", database=legacy.alias, stdout=StringIO())
    settings = FilterConfiguration.objects.using(legacy.alias).values_list("ui_config", flat=True)
    assert list(settings) == [{"a": [1]}]


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
def test_a_missing_privilege_of_a_later_migration_is_reported_before_the_move(
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
