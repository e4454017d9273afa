"""The exit codes of `schema_move`, and that its JSON has what its text has."""

import json
import re
from collections.abc import Callable, Iterator
from io import StringIO
from itertools import count
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from pytest_django import DjangoDbBlocker

from adapters.postgres.schema_move.ledger.contents import Contents, read_contents
from adapters.postgres.schema_move.preflight.snapshot import Task
from config.management.commands.schema_move import Command
from tests.adapters.adoption.databases import LEGACY, migrate, new_database, record, run
from tests.adapters.schema_move.places import other_client

type Run = Callable[..., tuple[int, str]]

LITERAL_DOT = """
    ALTER TABLE adm.venues RENAME TO "adm.venues";
    ALTER TABLE adm."adm.venues" SET SCHEMA public;
"""


@pytest.fixture(scope="module")
def template(worker_id: str, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Make a database of the previous system with one table under its literal-dot name."""
    name = f"schema_move_cli_{worker_id}_old"
    with django_db_blocker.unblock(), new_database(name) as connection:
        migrate(connection, ("auth", "0012_alter_user_first_name_max_length"))
        run(connection, LEGACY + LITERAL_DOT)
        # PostgreSQL cannot copy a database with open connections.
        connection.close()
        yield name


@pytest.fixture
def database(
    worker_id: str, template: str, django_db_blocker: DjangoDbBlocker
) -> Iterator[BaseDatabaseWrapper]:
    copy = new_database(f"schema_move_cli_{worker_id}", template=template)
    with django_db_blocker.unblock(), copy as connection:
        yield connection


@pytest.fixture
def schema_move(database: BaseDatabaseWrapper, capsys: pytest.CaptureFixture[str]) -> Run:
    """Give the command, which answers with its exit code and what it printed."""

    def run_command(*arguments: str) -> tuple[int, str]:
        argv = ["manage.py", "schema_move", *arguments, f"--database={database.alias}"]
        code: Any = 0
        try:
            Command().run_from_argv(argv)
        except SystemExit as end:
            code = end.code
        output = capsys.readouterr()
        return code, output.out + output.err

    return run_command


def test_a_move_from_plan_to_revert(schema_move: Run) -> None:
    code, text = schema_move("plan")
    assert code == 1
    assert 'adm.venues will be moved\n    public."adm.venues": 2 rows, ' in text
    assert "adm.locations is in its place" in text
    assert schema_move("verify")[0] == 1
    code, text = schema_move("apply")
    assert code == 0
    assert 'public."adm.venues" → adm.venues: oid ' in text
    assert schema_move("plan")[0] == 0
    assert schema_move("apply") == (0, "Nothing to do.\n")
    code, text = schema_move("verify", "--deep")
    assert code == 0
    assert "adm.venues: oid " in text
    assert ", 2 rows, checksum " in text
    assert schema_move("revert")[0] == 0
    assert schema_move("revert")[0] == 5


def test_a_conflict_exits_with_3_and_its_plan_with_2(
    schema_move: Run, database: BaseDatabaseWrapper
) -> None:
    run(database, "CREATE TABLE public.venues (id int)")
    assert schema_move("plan")[0] == 2
    code, text = schema_move("apply")
    assert code == 3
    assert "adm.venues is in 2 places at once" in text


def test_a_missing_requirement_exits_with_5(
    schema_move: Run, database: BaseDatabaseWrapper
) -> None:
    run(database, "DROP TABLE adm.instructors")
    assert schema_move("plan")[0] == 2
    code, text = schema_move("apply")
    assert code == 5
    assert "adm.instructors is missing" in text


def test_a_lock_timeout_exits_with_4(schema_move: Run, database: BaseDatabaseWrapper) -> None:
    with other_client(database) as client:
        client.execute('SELECT * FROM public."adm.venues"')
        code, text = schema_move("apply", "--lock-timeout=10", "--deadline=0.05")
    assert code == 4
    assert 'SELECT * FROM public."adm.venues"' in text


def test_views_are_created_and_dropped(schema_move: Run) -> None:
    code, text = schema_move("apply", "--compat-views")
    assert code == 0
    assert 'view created: public."adm.venues"' in text
    code, text = schema_move("drop-views")
    assert code == 0
    assert 'view dropped: public."adm.venues"' in text


def test_different_copies_are_merged_on_demand(
    schema_move: Run, database: BaseDatabaseWrapper
) -> None:
    run(
        database,
        'CREATE TABLE adm.venues (LIKE public."adm.venues" INCLUDING ALL);'
        "INSERT INTO adm.venues VALUES (7, 'v7', 'x', NULL, NULL, now(), now())",
    )
    code, text = schema_move("apply")
    assert code == 3
    assert "--on-both merge" in text
    code, text = schema_move("apply", "--on-both=merge")
    assert code == 0
    assert "adm_quarantine" in text
    assert schema_move("verify", "--deep")[0] == 0


def test_the_certificate_has_the_contents_of_the_tables(schema_move: Run) -> None:
    _, text = schema_move("apply")

    assert re.search(r"^adm.venues: 2 rows, checksum -?\d+, unchanged$", text, re.MULTILINE)


def test_a_locked_table_is_not_counted(schema_move: Run, database: BaseDatabaseWrapper) -> None:
    with other_client(database) as holder:
        holder.execute('LOCK TABLE public."adm.venues" IN ACCESS EXCLUSIVE MODE')
        pid = f"pid {holder.info.backend_pid} "

        code, text = schema_move("plan")
        assert code == 1
        assert 'public."adm.venues": locked by another session, not counted' in text
        assert pid in text

        code, text = schema_move("apply", "--deadline=0.2")
        assert code == 4
        assert pid in text

    assert schema_move("plan")[0] == 1


def test_a_lock_on_a_referring_table_is_reported(
    schema_move: Run, database: BaseDatabaseWrapper
) -> None:
    run(
        database,
        'CREATE TABLE adm.venues (LIKE public."adm.venues" INCLUDING ALL);'
        'INSERT INTO adm.venues SELECT * FROM public."adm.venues" ORDER BY id LIMIT 1;'
        "CREATE TABLE bookings (venue bigint REFERENCES adm.venues (id))",
    )
    with other_client(database) as holder:
        holder.execute("SELECT * FROM bookings")
        pid = f"pid {holder.info.backend_pid} "

        assert pid in schema_move("plan")[1]
        code, text = schema_move("apply", "--deadline=0.2")

    assert code == 4
    assert pid in text


@pytest.mark.parametrize("option", ["--lock-timeout=0", "--deadline=0", "--deadline=-1"])
def test_every_wait_has_a_limit(schema_move: Run, option: str) -> None:
    code, text = schema_move("apply", option)

    assert code == 2
    assert "must be above 0" in text


def test_durations_have_the_format_of_postgresql(schema_move: Run) -> None:
    for wait, deadline in (("200", "30"), ("200ms", "4s"), ("0.2s", "1min"), ("1 s", "0.5")):
        code, text = schema_move("plan", "--lock-timeout", wait, "--deadline", deadline)
        assert code == 1, text
    assert schema_move("apply", "--lock-timeout", "200ms", "--deadline", "4s")[0] == 0


def test_an_invalid_duration_is_refused(schema_move: Run) -> None:
    for option in ("--lock-timeout", "--deadline"):
        for value in ("soon", "4 parsecs", "25d", "-4s"):
            code, text = schema_move("apply", f"{option}={value}")
            assert code == 2
            assert f"argument {option}: '{value}' " in text
    assert schema_move("plan")[0] == 1


def test_a_move_succeeds_if_its_rows_cannot_be_read_afterwards(
    schema_move: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = count(1)

    def read_once(task: Task) -> tuple[Contents, ...]:
        if next(times) > 1:
            raise OperationalError("the server is gone")
        return read_contents(task)

    monkeypatch.setattr(f"{Command.__module__}.read_contents", read_once)

    code, text = schema_move("apply")

    assert code == 0
    assert "could not be read after the move" in text
    assert schema_move("plan")[0] == 0


def test_the_certificate_is_json(schema_move: Run) -> None:
    code, text = schema_move("plan", "--json")
    assert code == 1
    assert {table["state"] for table in json.loads(text)["tables"]} == {
        "in_place",
        "move",
        "absent",
    }
    _, text = schema_move("apply", "--json")
    certificate = json.loads(text)
    (venues,) = [t for t in certificate["tables"] if t["source"] != t["target"]]
    before, after = (
        {held["checksum"]: held["rows"] for held in certificate[when]}
        for when in ("before", "after")
    )
    assert before == after
    assert 2 in after.values()
    assert venues["source"] == {"schema": "public", "table": "adm.venues"}
    assert venues["inventory"]["oid"] > 0
    _, text = schema_move("verify", "--deep", "--json")
    (venues,) = [t for t in json.loads(text)["tables"] if t["table"]["table"] == "venues"]
    assert venues["rows"] == 2
    assert int(venues["checksum"])


def test_a_refusal_is_json(schema_move: Run, database: BaseDatabaseWrapper) -> None:
    run(database, "DROP TABLE adm.instructors")
    code, text = schema_move("apply", "--json")
    assert code == 5
    facts = json.loads(text[: text.rindex("}") + 1])
    assert facts["exit_code"] == 5
    assert "adm.instructors is missing" in facts["faults"][0]


def test_unknown_migration_names_are_ignored(database: BaseDatabaseWrapper) -> None:
    record(database, ("catalogue", "0099_later"))
    call_command("schema_move", "apply", "--database", database.alias, stdout=StringIO())
