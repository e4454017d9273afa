"""Settings of a database change no response, no import and no migration."""

import json
import re
from collections.abc import Iterator
from contextlib import nullcontext
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from adapters.administrate.models import CourseTemplate
from adapters.postgres.backend.session import PER_CLIENT, PER_TRANSACTION
from adapters.tutorials.models import TutorialEvent
from tests.adapters.adoption.databases import new_database
from tests.adapters.spreadsheets.plan import event, session, workbook

pytestmark = pytest.mark.slow

HOSTILE = """
    CREATE ACCESS METHOD pretend TYPE TABLE HANDLER heap_tableam_handler;
    CREATE SCHEMA hostile;
    CREATE TABLE hostile.django_session (id int);
    CREATE TABLE hostile.auth_user (id int);
    CREATE TABLE hostile.django_migrations (id int);
    CREATE FUNCTION hostile.upper(text) RETURNS text LANGUAGE sql AS 'SELECT ''hostile''';
    CREATE FUNCTION hostile.concat(bigint, text) RETURNS text LANGUAGE sql
        AS 'SELECT ''hostile''';
    CREATE OPERATOR hostile.|| (LEFTARG = bigint, RIGHTARG = text, FUNCTION = hostile.concat);
    CREATE FUNCTION hostile.never(varchar, varchar) RETURNS boolean LANGUAGE sql
        AS 'SELECT false';
    CREATE OPERATOR hostile.= (LEFTARG = varchar, RIGHTARG = varchar, FUNCTION = hostile.never);
"""
SETTINGS = [
    ("DateStyle", "German, DMY"),
    ("DateStyle", "SQL, MDY"),
    ("DateStyle", "Postgres, DMY"),
    ("IntervalStyle", "iso_8601"),
    ("TimeZone", "'Pacific/Chatham'"),
    ("search_path", "hostile, pg_catalog, public"),
    ("search_path", "''"),
    ("quote_all_identifiers", "on"),
    ("default_transaction_isolation", "serializable"),
    ("default_transaction_isolation", "'repeatable read'"),
    ("default_transaction_read_only", "on"),
    ("default_transaction_deferrable", "on"),
    ("standard_conforming_strings", "off"),
    ("backslash_quote", "off"),
    ("escape_string_warning", "off"),
    ("client_encoding", "LATIN1"),
    ("client_encoding", "SQL_ASCII"),
    ("bytea_output", "escape"),
    ("lc_messages", "'C'"),
    ("lc_monetary", "'C'"),
    ("lc_numeric", "'C'"),
    ("lc_time", "'C'"),
    ("row_security", "off"),
    ("xmloption", "document"),
    ("extra_float_digits", "-15"),
    ("statement_timeout", "300"),
    ("lock_timeout", "300"),
    ("idle_in_transaction_session_timeout", "300"),
    ("transaction_timeout", "300"),
    ("default_tablespace", "nowhere"),
    ("default_table_access_method", "pretend"),
    ("constraint_exclusion", "on"),
    ("array_nulls", "off"),
    ("transform_null_equals", "on"),
    ("jit", "on"),
    ("jit_above_cost", "0"),
    ("plan_cache_mode", "force_generic_plan"),
    ("check_function_bodies", "off"),
    ("session_replication_role", "replica"),
    ("enable_seqscan", "off"),
    ("synchronous_commit", "off"),
]
# Those that make a difference to a migration, all at once.
AT_ONCE = [
    *(
        ("DateStyle", "German, DMY"),
        ("IntervalStyle", "iso_8601"),
        ("TimeZone", "'Asia/Kathmandu'"),
    ),
    *(("search_path", "hostile, pg_catalog, public"), ("quote_all_identifiers", "on")),
    *(("default_transaction_isolation", "serializable"), ("default_transaction_read_only", "on")),
    *(("standard_conforming_strings", "off"), ("client_encoding", "LATIN1")),
    *(("bytea_output", "escape"), ("row_security", "off"), ("extra_float_digits", "-15")),
    *(("lock_timeout", "1"), ("default_table_access_method", "pretend")),
    *(("array_nulls", "off"), ("transform_null_equals", "on"), ("check_function_bodies", "off")),
    ("session_replication_role", "replica"),
]
ROUTES = [
    "/api/search/unified/?q=CB1",
    "/api/search/fuzzy/?q=CB1",
    "/api/search/advanced-fuzzy/?q=CB1",
    "/api/search/default-data/",
    "/api/tutorials/events/",
    "/api/tutorials/events/A-1/",
    "/api/tutorials/events.csv",
    "/api/tutorials/events.ics",
    "/api/administrate/course-templates/",
    "/api/administrate/venues/",
    "/api/health/ready/",
    "/admin/tutorials/tutorialevent/?q=A-1&is_soldout__exact=0",
    "/admin/administrate/coursetemplate/",
]


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    # A room of their own: the time of an override would differ.
    hall = {"Venue": "Old Hall"}
    first = event("A-1", **{"Course template code": "CB1_f2f_2"}, **hall)
    rows = [first, session(2, **hall)]
    return workbook(tmp_path_factory.mktemp("plan") / "plan.xlsx", rows)


@pytest.fixture(scope="module")
def database(worker_id: str, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Migrate a database in which much is set, and let it be the default one for this module."""
    name = f"settings_{worker_id}"
    before = connection.settings_dict["NAME"]
    with django_db_blocker.unblock(), new_database(name, template="template1") as made:
        with made.cursor() as cursor:
            cursor.execute(HOSTILE)
        made.close()
        apply(name, *AT_ONCE)
        connection.settings_dict["NAME"] = name
        try:
            call_command("migrate", verbosity=0)
            yield name
        finally:
            connection.close()
            connection.settings_dict["NAME"] = before


@pytest.fixture(scope="module")
def staff(database: str, plan: Path) -> Client:
    """Store the plan, and give a client that is signed in to the admin."""
    call_command("import_tutorials", plan, stdout=StringIO())
    CourseTemplate.objects.create(external_id="1", code="\u00c9", custom_fields={"a": [1.5]})
    client = Client()
    client.force_login(User.objects.create_superuser("owner", password="x"))
    return client


@pytest.fixture(scope="module")
def expected(database: str, staff: Client) -> list[object]:
    apply(database)
    return responses(staff)


def responses(client: Client) -> list[object]:
    return [_answer(client, route) for route in ROUTES]


def _answer(client: Client, route: str) -> object:
    response = client.get(route)
    assert response.status_code == 200, (route, response.content)
    if route.startswith("/admin/"):
        return response.content.count(b"A-1")
    is_json = response.headers["Content-Type"] == "application/json"
    # The number and the time of the last change, which the tests make too.
    content = re.sub(rb"(SEQUENCE|DTSTAMP|LAST-MODIFIED):\S+", b"", response.content)
    return json.loads(content) if is_json else content


def place() -> dict[str, Any]:
    """Return how to connect to the server's own database, without a setting of ours."""
    parameters = connection.get_connection_params()
    names = parameters.keys() & {"host", "port", "user", "password"}
    return {"dbname": "postgres", **{name: parameters[name] for name in names}}


def apply(database: str, *settings: tuple[str, str], of_role: bool = False) -> None:
    """Set values of a database, or of the role in it, and end its connections."""
    name = connection.ops.quote_name(database)
    role = f"ROLE CURRENT_USER IN DATABASE {name}"
    target = role if of_role else f"DATABASE {name}"
    with psycopg.connect(**place(), autocommit=True) as plain, plain.cursor() as cursor:
        cursor.execute(f"ALTER DATABASE {name} RESET ALL")
        cursor.execute(f"ALTER {role} RESET ALL")
        for setting, value in settings:
            cursor.execute("SELECT 1 FROM pg_settings WHERE lower(name) = lower(%s)", [setting])
            if not cursor.fetchone():
                pytest.skip(f"this PostgreSQL has no {setting}")
            cursor.execute(f"ALTER {target} SET {setting} = {value}")
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = %s AND pid <> pg_backend_pid()",
            [database],
        )
    connection.close()


@pytest.mark.parametrize(("setting", "value"), SETTINGS)
def test_a_setting_changes_no_response_and_no_import(
    database: str,
    staff: Client,
    expected: list[object],
    plan: Path,
    setting: str,
    value: str,
) -> None:
    apply(database, (setting, value))

    assert responses(staff) == expected
    said = StringIO()
    call_command("import_tutorials", plan, stdout=said)
    assert "Everything is already stored. Nothing changed." in said.getvalue()
    TutorialEvent.objects.update(remain_space=3)
    listed = staff.get("/api/search/unified/?q=A-1").content
    assert b'"remain_space":3' in listed
    TutorialEvent.objects.update(remain_space=12)
    page = staff.get("/admin/tutorials/tutorialevent/")
    assert page.status_code == 200


@pytest.mark.parametrize("of_role", [False, True], ids=["of the database", "of the role"])
def test_a_database_with_all_settings_is_migrated(
    database: str, staff: Client, expected: list[object], of_role: bool
) -> None:
    apply(database, *AT_ONCE, of_role=of_role)

    said = StringIO()
    call_command("schema_move", "verify", "--deep", stdout=said)
    call_command("migrate", verbosity=0, stdout=said)
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
    assert responses(staff) == expected


@pytest.mark.parametrize("of_role", [False, True], ids=["of the database", "of the role"])
@pytest.mark.parametrize("atomic", [True, False])
def test_each_setting_has_its_pinned_value(
    database: str, expected: list[object], atomic: bool, of_role: bool
) -> None:
    apply(database, *AT_ONCE, of_role=of_role)

    with transaction.atomic() if atomic else nullcontext(), connection.cursor() as cursor:
        for name, value in (PER_TRANSACTION | PER_CLIENT | {"statement_timeout": "0"}).items():
            cursor.execute(f"SHOW {name}")
            assert cursor.fetchone() == (value.strip("'"),), name
        cursor.execute("SHOW transaction_isolation")
        assert cursor.fetchone() == ("read committed",)
        cursor.execute("SHOW transaction_read_only")
        assert cursor.fetchone() == ("off",)
