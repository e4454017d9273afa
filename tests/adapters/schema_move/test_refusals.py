"""A refused move changes nothing, and its message says what to do."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db.backends.base.base import BaseDatabaseWrapper

from adapters.postgres.locks import LockTimeouts
from adapters.postgres.schema_move.errors import (
    LockTimeoutError,
    MoveConflictError,
    MoveError,
    PreflightError,
)
from adapters.postgres.schema_move.execute.engine import apply
from adapters.postgres.schema_move.names import Name
from adapters.postgres.schema_move.report.plan import REFUSED, plan
from tests.adapters.adoption.databases import query, run
from tests.adapters.schema_move.places import contents, copy, other_client, scatter, task

REFUSALS: dict[str, tuple[type[MoveError], str]] = {
    'DROP TABLE public."adm.venues"': (
        PreflightError,
        (
            "adm.venues is missing, although these tables exist: adm.course_templates, "
            "adm.custom_fields, adm.instructors, adm.locations, adm.pricelevels, "
            "adm.course_template_price_levels. Restore it from a backup to one of these places, "
            "and run the command again: adm.venues, "
            'public."adm.venues", public.venues, adm."adm.venues"'
        ),
    ),
    'CREATE TABLE public.venues (LIKE public."adm.venues")': (
        MoveConflictError,
        (
            'adm.venues is in 2 places at once: public."adm.venues", public.venues. '
            "Decide which of the old ones is right, and move the others to another schema: "
            'CREATE SCHEMA aside; ALTER TABLE "public"."venues" SET SCHEMA aside;'
        ),
    ),
    "CREATE VIEW adm.venues AS SELECT 1 AS id": (
        MoveConflictError,
        (
            "adm.venues is a view, where the table adm.venues was expected: "
            "rename it and run the command again"
        ),
    ),
    "CREATE PUBLICATION feed FOR TABLES IN SCHEMA public": (
        PreflightError,
        (
            "the publication feed of the tables in schema public would lose "
            'public."adm.venues", and its subscribers the rows: '
            'ALTER PUBLICATION feed ADD TABLE "public"."adm.venues";'
        ),
    ),
    "CREATE TABLE adm.venues_external_id_key (id int)": (
        MoveConflictError,
        (
            'relation "venues_external_id_key" already exists: '
            "rename what has this name already, and run the command again"
        ),
    ),
}


@pytest.mark.parametrize("change", REFUSALS)
def test_an_obstacle_is_reported_and_nothing_is_changed(
    legacy: BaseDatabaseWrapper, change: str
) -> None:
    scatter(legacy, "literal dot")
    run(legacy, change)
    before = contents(legacy)
    expected, message = REFUSALS[change]
    with pytest.raises(expected) as caught:
        apply(task(legacy))
    assert message in caught.value.faults
    assert contents(legacy) == before
    assert query(legacy, "SELECT to_regclass('adm.schema_move_ledger')") == [(None,)]


def test_a_plan_reports_the_faults(legacy: BaseDatabaseWrapper) -> None:
    scatter(legacy, "literal dot")
    run(legacy, 'DROP TABLE public."adm.venues"')
    made = plan(task(legacy))
    assert made.exit_code == REFUSED
    assert [fault.split(",")[0] for fault in made.refusals] == ["adm.venues is missing"]


def test_a_table_that_is_in_the_publication_itself_is_moved(legacy: BaseDatabaseWrapper) -> None:
    scatter(legacy, "literal dot")
    run(legacy, "CREATE PUBLICATION feed FOR TABLES IN SCHEMA public")
    with pytest.raises(PreflightError) as caught:
        apply(task(legacy))
    for fault in caught.value.faults:
        run(legacy, fault.rsplit(": ", 1)[1])
    apply(task(legacy))
    published = query(legacy, "SELECT count(*) FROM pg_publication_tables WHERE schemaname = 'adm'")
    assert published == [(7,)]


def test_different_copies_are_refused_with_their_rows(legacy: BaseDatabaseWrapper) -> None:
    copy(legacy, Name("adm", "venues"), Name("public", "adm.venues"))
    run(legacy, "UPDATE public.\"adm.venues\" SET name = 'x' WHERE id = 1")
    before = contents(legacy)
    with pytest.raises(MoveConflictError) as caught:
        apply(task(legacy, merge=True))
    assert "row 1 of" in str(caught.value)
    assert contents(legacy) == before


@pytest.fixture
def stranger(legacy: BaseDatabaseWrapper, worker_id: str) -> Iterator[str]:
    role = f"stranger_{worker_id}"
    run(legacy, f"CREATE ROLE {role}")
    yield role
    run(legacy, f"RESET SESSION AUTHORIZATION; DROP OWNED BY {role}; DROP ROLE {role}")


def test_missing_privileges_are_reported_with_the_grants(
    legacy: BaseDatabaseWrapper, stranger: str
) -> None:
    scatter(legacy, "literal dot")
    run(legacy, f'GRANT SELECT ON public."adm.venues" TO {stranger}')
    run(legacy, f"SET SESSION AUTHORIZATION {stranger}")
    with pytest.raises(PreflightError) as caught:
        apply(task(legacy))
    run(legacy, "RESET SESSION AUTHORIZATION")
    assert caught.value.faults == (
        (
            "the role cannot read the migration history: "
            f"GRANT SELECT ON django_migrations TO {stranger};"
        ),
        f"only the owner of a table can move it: GRANT postgres TO {stranger};",
        (
            f"the role {stranger} lacks a privilege on the schema acted: "
            f'GRANT CREATE, USAGE ON SCHEMA "acted" TO {stranger};'
        ),
        (
            f"the role {stranger} lacks a privilege on the schema adm: "
            f'GRANT CREATE, USAGE ON SCHEMA "adm" TO {stranger};'
        ),
        (
            f"other roles need this privilege, and {stranger} may not grant it: "
            f'GRANT USAGE ON SCHEMA "adm" TO {stranger};'
        ),
    )


def test_an_owner_with_the_grants_can_move_the_tables(
    legacy: BaseDatabaseWrapper, stranger: str
) -> None:
    scatter(legacy, "literal dot")
    for place, _ in contents(legacy).values():
        run(legacy, f"ALTER TABLE {place} OWNER TO {stranger}")
    run(legacy, f"ALTER TABLE django_migrations OWNER TO {stranger}")
    for schema in ("adm", "acted", "public"):
        run(legacy, f"GRANT CREATE, USAGE ON SCHEMA {schema} TO {stranger}")
    run(legacy, f"SET SESSION AUTHORIZATION {stranger}")
    assert len([t for t in apply(task(legacy)).tables if t.is_moved]) == 7


@pytest.fixture
def reader(legacy: BaseDatabaseWrapper) -> Iterator[psycopg.Connection]:
    """Return a session of another client with an open transaction."""
    with other_client(legacy) as client:
        yield client


def test_a_lock_timeout_names_the_blocking_session(
    legacy: BaseDatabaseWrapper, reader: psycopg.Connection
) -> None:
    scatter(legacy, "literal dot")
    reader.execute('SELECT /* a long report */ * FROM public."adm.venues"')
    before = contents(legacy)
    with pytest.raises(LockTimeoutError) as caught:
        apply(task(legacy, timeouts=LockTimeouts(wait_ms=20, deadline_seconds=0.1)))
    assert f"pid {reader.info.backend_pid} " in str(caught.value)
    assert "a long report" in str(caught.value)
    assert contents(legacy) == before
    held = [blocker.pid for t in plan(task(legacy)).tables for blocker in t.blockers]
    assert held == [reader.info.backend_pid]
    reader.rollback()
    assert len([t for t in apply(task(legacy)).tables if t.is_moved]) == 7


def test_a_lock_on_a_sequence_is_reported(
    legacy: BaseDatabaseWrapper, reader: psycopg.Connection
) -> None:
    scatter(legacy, "literal dot")
    reader.execute("SELECT nextval('public.\"adm.venues_id_seq\"')")
    with pytest.raises(LockTimeoutError, match=f"pid {reader.info.backend_pid} "):
        apply(task(legacy, timeouts=LockTimeouts(wait_ms=20, deadline_seconds=0.1)))


def test_the_timeouts_of_the_session_do_not_end_the_move(legacy: BaseDatabaseWrapper) -> None:
    scatter(legacy, "literal dot")
    run(legacy, "SET statement_timeout = 50; SET idle_in_transaction_session_timeout = 50")
    run(legacy, "SET default_transaction_isolation = 'serializable'")
    assert len([t for t in apply(task(legacy)).tables if t.is_moved]) == 7
    # Not through Django's cursor, which sets timeouts for each statement.
    own = psycopg.Cursor(legacy.connection).execute("SHOW statement_timeout")
    assert own.fetchone() == ("50ms",)


def test_only_one_move_runs_at_a_time(
    legacy: BaseDatabaseWrapper, reader: psycopg.Connection
) -> None:
    scatter(legacy, "literal dot")
    reader.execute("SELECT pg_advisory_xact_lock(20260003)")
    with pytest.raises(LockTimeoutError, match=f"pid {reader.info.backend_pid} "):
        apply(task(legacy, timeouts=LockTimeouts(deadline_seconds=0.1)))
