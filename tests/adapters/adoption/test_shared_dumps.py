"""Databases that the migrations of the previous system created, if their dumps exist."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.backends.base.base import BaseDatabaseWrapper

from tests.adapters.adoption.databases import query, run
from tests.adapters.adoption.dumps import DUMPS, load
from tests.adapters.schema_move.places import contents, sums

# The one added column; added here before the comparison of rows.
TIME_ZONE = """
    ALTER TABLE IF EXISTS acted.tutorial_sessions
    ADD time_zone varchar(64) NOT NULL DEFAULT 'Europe/London'
"""
DJANGOS = {"public.auth_permission", "public.django_content_type"}


@pytest.mark.slow
@pytest.mark.skipif(not DUMPS, reason="needs the dumps")
@pytest.mark.parametrize("dump", DUMPS, ids=lambda path: path.name)
def test_migrate_works_with_a_dump_as_the_owner_of_the_tables(
    owner: str, empty: BaseDatabaseWrapper, dump: Path
) -> None:
    name = empty.settings_dict["NAME"]
    load(dump, empty)
    tables = "SELECT format('%I.%I', schemaname, tablename), schemaname FROM pg_tables"
    for table, schema in query(empty, f"{tables} WHERE schemaname !~ '^(pg_|information_)'"):
        run(empty, f"GRANT CREATE, USAGE ON SCHEMA {schema} TO {owner}")
        run(empty, f"ALTER TABLE {table} OWNER TO {owner}")
    run(empty, f"GRANT CREATE ON DATABASE {name} TO {owner}")
    run(empty, TIME_ZONE)
    before = sums(empty)
    run(empty, f"SET SESSION AUTHORIZATION {owner}")

    call_command("migrate", database=empty.alias, verbosity=0)

    after = contents(empty)
    assert {after[oid][0] for oid in before if after[oid][1] != before[oid]} <= DJANGOS
    assert len([place for place, _ in after.values() if place.startswith("adm.")]) == 7
    again = StringIO()
    call_command("migrate", database=empty.alias, stdout=again)
    assert "No migrations to apply" in again.getvalue()
    call_command("schema_move", "verify", "--deep", database=empty.alias, stdout=StringIO())
    run(empty, "RESET SESSION AUTHORIZATION")
