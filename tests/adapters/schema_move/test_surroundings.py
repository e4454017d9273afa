"""All objects that depend on a table work after the move."""

from collections.abc import Iterator

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper

from adapters.postgres.schema_move.errors import MoveConflictError, PreflightError
from adapters.postgres.schema_move.execute.drops import drop_views
from adapters.postgres.schema_move.execute.engine import apply
from adapters.postgres.schema_move.execute.revert import revert
from adapters.postgres.schema_move.inspect.dependants import mention_of
from adapters.postgres.schema_move.names import Name
from adapters.postgres.schema_move.report.plan import plan
from adapters.postgres.schema_move.report.verify import verify
from tests.adapters.adoption.databases import query, run
from tests.adapters.schema_move.places import (
    EVENTS,
    OLD_EVENTS,
    contents,
    copy,
    put,
    scatter,
    sums,
    task,
)

DEPENDANTS = """
    CREATE SCHEMA reporting;
    CREATE VIEW reporting.v AS SELECT name FROM public."adm.venues";
    CREATE MATERIALIZED VIEW reporting.m AS SELECT name FROM public."adm.venues";
    CREATE TABLE reporting.stays (venue_id bigint REFERENCES public."adm.venues" (id));
    CREATE FUNCTION reporting.follows() RETURNS bigint LANGUAGE sql
        BEGIN ATOMIC SELECT count(*) FROM public."adm.venues"; END;
    CREATE FUNCTION reporting.breaks() RETURNS bigint LANGUAGE sql
        AS $$ SELECT count(*) FROM "adm.venues" $$;
    CREATE FUNCTION reporting.note() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN RETURN new; END $$;
    CREATE TRIGGER note BEFORE UPDATE ON public."adm.venues"
        FOR EACH ROW EXECUTE FUNCTION reporting.note();
    CREATE STATISTICS reporting.s ON id, name FROM public."adm.venues";
    CREATE PUBLICATION feed FOR TABLE public."adm.venues";
    CREATE POLICY everybody ON public."adm.venues" USING (true);
"""


@pytest.mark.parametrize(
    ("name", "text", "is_mentioned"),
    [
        (Name("public", "adm.venues"), 'SELECT * FROM "adm.venues"', True),
        (Name("public", "adm.venues"), "SELECT * FROM adm.venues", False),
        (Name("public", "venues"), "SELECT * FROM venues", True),
        (Name("public", "venues"), 'SELECT * FROM public."venues" v', True),
        (Name("public", "venues"), 'UPDATE "public".venues SET', True),
        (Name("public", "venues"), 'SELECT * FROM adm.venues, "adm"."venues"', False),
        (Name("public", "venues"), "SELECT * FROM old_venues, venues_old", False),
    ],
)
def test_the_name_of_a_table_is_found_in_a_function_body(
    legacy: BaseDatabaseWrapper, name: Name, text: str, is_mentioned: bool
) -> None:
    pattern = mention_of(name)
    assert query(legacy, f"SELECT $${text}$$ ~* $${pattern}$$") == [(is_mentioned,)]


def test_the_plan_lists_dependants_and_what_breaks(legacy: BaseDatabaseWrapper) -> None:
    scatter(legacy, "literal dot")
    run(legacy, DEPENDANTS)
    before = contents(legacy)
    made = plan(task(legacy))
    assert made.exit_code == 1
    (venues,) = [table for table in made.tables if table.target == Name("adm", "venues")]
    assert venues.rows == (2,)
    assert venues.breaks == ("function reporting.breaks()",)
    assert [text.split(" on ")[0] for text in venues.dependants] == [
        "constraint stays_venue_id_fkey",
        "function reporting.follows()",
        "policy everybody",
        'publication of table "adm.venues" in publication feed',
        "rule _RETURN",
        "rule _RETURN",
        "statistics object reporting.s",
        "trigger note",
    ]
    assert contents(legacy) == before


def test_dependants_move_with_a_table(legacy: BaseDatabaseWrapper) -> None:
    scatter(legacy, "literal dot")
    run(legacy, DEPENDANTS)
    apply(task(legacy))
    assert query(legacy, "SELECT count(*) FROM reporting.v") == [(2,)]
    assert query(legacy, "SELECT reporting.follows()") == [(2,)]
    run(legacy, "REFRESH MATERIALIZED VIEW reporting.m; INSERT INTO reporting.stays VALUES (1)")
    assert query(
        legacy, "SELECT schemaname, tablename FROM pg_publication_tables WHERE pubname = 'feed'"
    ) == [("adm", "venues")]


@pytest.fixture
def application(legacy: BaseDatabaseWrapper, worker_id: str) -> Iterator[str]:
    """Make a role that may read and write the tables of old names, and nothing else."""
    role = f"application_{worker_id}"
    run(legacy, f"CREATE ROLE {role}")
    scatter(legacy, "literal dot")
    put(legacy, EVENTS, OLD_EVENTS)
    run(legacy, f'GRANT SELECT, INSERT, UPDATE, DELETE ON public."adm.venues" TO {role}')
    run(legacy, f'GRANT SELECT (id, name), UPDATE (name) ON public."adm.locations" TO {role}')
    run(legacy, f"GRANT SELECT ON public.acted_tutorial_events TO {role}")
    run(legacy, "REVOKE ALL ON SCHEMA adm, acted FROM PUBLIC")
    yield role
    run(legacy, f"RESET SESSION AUTHORIZATION; DROP OWNED BY {role}; DROP ROLE {role}")


def test_privileges_are_kept(legacy: BaseDatabaseWrapper, application: str) -> None:
    certificate = apply(task(legacy))
    assert certificate.grants == (
        f'GRANT USAGE ON SCHEMA "acted" TO {application}',
        f'GRANT USAGE ON SCHEMA "adm" TO {application}',
    )
    run(legacy, f"SET SESSION AUTHORIZATION {application}")
    assert query(legacy, "SELECT count(*) FROM adm.venues") == [(2,)]
    assert query(legacy, "SELECT name FROM adm.locations") == [("London",)]
    assert query(legacy, "SELECT count(*) FROM acted.tutorial_events") == [(2,)]


WRITE = """
    INSERT INTO public."adm.venues" (external_id, name, created_at, updated_at)
    VALUES ('v9', 'New', now(), now()) RETURNING id
"""


def test_an_older_release_reads_and_writes_through_the_views(
    legacy: BaseDatabaseWrapper, application: str
) -> None:
    run(legacy, 'ALTER TABLE public."adm.venues" ALTER id RESTART WITH 50')
    certificate = apply(task(legacy, leaves_views=True))
    assert len(certificate.views) == 8
    run(legacy, f"SET SESSION AUTHORIZATION {application}")
    assert query(legacy, WRITE) == [(50,)]
    run(legacy, "UPDATE public.\"adm.locations\" SET name = 'Paris'")
    run(legacy, 'DELETE FROM public."adm.venues" WHERE id = 2')
    assert query(legacy, "SELECT count(*) FROM public.acted_tutorial_events") == [(2,)]
    run(legacy, "RESET SESSION AUTHORIZATION")
    assert query(legacy, "SELECT id FROM adm.venues ORDER BY id") == [(1,), (50,)]
    assert query(legacy, "SELECT name FROM adm.locations") == [("Paris",)]


def test_a_second_run_recognises_the_views(legacy: BaseDatabaseWrapper, application: str) -> None:
    apply(task(legacy, leaves_views=True))
    assert plan(task(legacy)).exit_code == 0
    assert apply(task(legacy)).tables == ()
    assert verify(task(legacy), deep=False).faults == ()


def test_only_the_views_are_dropped(legacy: BaseDatabaseWrapper, application: str) -> None:
    apply(task(legacy, leaves_views=True))
    run(legacy, "CREATE VIEW public.venues AS SELECT * FROM adm.venues")
    before = contents(legacy)
    assert len(drop_views(task(legacy)).views) == 8
    assert drop_views(task(legacy)).views == ()
    assert contents(legacy) == before
    views = "SELECT viewname FROM pg_views WHERE schemaname = 'public'"
    assert query(legacy, views) == [("venues",)]


def test_a_view_with_dependants_is_not_dropped(
    legacy: BaseDatabaseWrapper, application: str
) -> None:
    apply(task(legacy, leaves_views=True))
    run(legacy, 'CREATE VIEW public.mine AS SELECT * FROM public."adm.venues"')
    with pytest.raises(MoveConflictError, match="view mine depends on view"):
        drop_views(task(legacy))


def test_a_revert_replaces_the_views_by_the_tables(
    legacy: BaseDatabaseWrapper, application: str
) -> None:
    before = contents(legacy)
    apply(task(legacy, leaves_views=True))
    revert(task(legacy))
    assert contents(legacy) == before
    with pytest.raises(PreflightError, match="there is nothing to undo"):
        revert(task(legacy))
    apply(task(legacy))
    assert verify(task(legacy), deep=False).faults == ()


def test_a_revert_does_not_move_tables_that_were_never_moved(
    legacy: BaseDatabaseWrapper,
) -> None:
    apply(task(legacy))
    before = contents(legacy)
    with pytest.raises(PreflightError, match="tables that were never moved stay in their places"):
        revert(task(legacy))
    assert contents(legacy) == before


def test_a_revert_is_refused_if_the_old_name_exists(
    legacy: BaseDatabaseWrapper,
) -> None:
    scatter(legacy, "literal dot")
    apply(task(legacy))
    run(legacy, 'CREATE TABLE public."adm.venues" (id int)')
    before = contents(legacy)
    with pytest.raises(MoveConflictError, match=r'public."adm.venues" already exists'):
        revert(task(legacy))
    assert contents(legacy) == before


def test_a_dropped_constraint_does_not_prevent_a_revert(
    legacy: BaseDatabaseWrapper,
) -> None:
    scatter(legacy, "literal dot")
    apply(task(legacy))
    run(legacy, "ALTER TABLE adm.venues DROP CONSTRAINT venues_external_id_key")
    revert(task(legacy))
    assert 'public."adm.venues"' in {place for place, _ in contents(legacy).values()}


@pytest.mark.parametrize("rows", [True, False])
def test_one_of_two_copies_is_kept_and_the_other_put_aside(
    legacy: BaseDatabaseWrapper, rows: bool
) -> None:
    copy(legacy, Name("adm", "venues"), Name("public", "adm.venues"), rows=rows)
    before = sums(legacy)
    (venues,) = [t for t in apply(task(legacy)).tables if t.resolution]
    assert sums(legacy) == before
    assert venues.resolution
    aside = venues.resolution.quarantined
    assert aside.schema == "adm_quarantine"
    assert verify(task(legacy), deep=True).faults == ()
    assert plan(task(legacy)).exit_code == 0
    run(legacy, f"INSERT INTO {aside.quoted} SELECT 99, 'new', 'x', NULL, NULL, now(), now()")
    (fault,) = verify(task(legacy), deep=True).faults
    assert fault.startswith(f"{aside} had {2 if rows else 0} rows when it was put aside, and has ")


def test_the_copy_with_the_rows_is_kept(legacy: BaseDatabaseWrapper) -> None:
    scatter(legacy, "literal dot")
    copy(legacy, Name("public", "adm.venues"), Name("adm", "venues"), rows=False)
    before = sums(legacy)
    apply(task(legacy))
    assert sums(legacy) == before
    assert query(legacy, "SELECT count(*) FROM adm.venues") == [(2,)]
    run(legacy, "DELETE FROM adm.venues WHERE id = 1")
    assert verify(task(legacy), deep=True).faults == ()


def test_different_copies_are_merged_with_the_option(
    legacy: BaseDatabaseWrapper,
) -> None:
    copy(legacy, Name("adm", "venues"), Name("public", "venues"))
    run(legacy, "UPDATE public.venues SET id = id + 10, external_id = external_id || 'x'")
    with pytest.raises(MoveConflictError, match="--on-both merge"):
        apply(task(legacy))
    apply(task(legacy, merge=True))
    assert query(legacy, "SELECT id FROM adm.venues ORDER BY id") == [(1,), (2,), (11,), (12,)]
    assert verify(task(legacy), deep=True).faults == ()
    with pytest.raises(PreflightError, match="was merged from two copies"):
        revert(task(legacy))
