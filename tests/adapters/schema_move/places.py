"""The places of tables in legacy databases, and functions that move tables there."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache

import psycopg
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from adapters.postgres.locks import LockTimeouts
from adapters.postgres.schema_move.names import Name
from adapters.postgres.schema_move.preflight.snapshot import Task
from tests.adapters.adoption.databases import query, run

TABLES = (
    "course_template_price_levels",
    "course_templates",
    "custom_fields",
    "instructors",
    "locations",
    "pricelevels",
    "venues",
)
PLACES = {
    "literal dot": lambda table: Name("public", f"adm.{table}"),
    "plain": lambda table: Name("public", table),
    "half moved": lambda table: Name("adm", f"adm.{table}"),
    "in place": lambda table: Name("adm", table),
}
EVENTS = Name("acted", "tutorial_events")
OLD_EVENTS = Name("public", "acted_tutorial_events")
# Without NULLs, because migrations add optional columns to older tables.
SUM = """
    SELECT count(*),
        coalesce(sum(hashtextextended(jsonb_strip_nulls(to_jsonb(t))::text, 0)), 0)::text
    FROM {} t
"""


def scatter(connection: BaseDatabaseWrapper, place: str, tables: Iterable[str] = TABLES) -> None:
    """Move tables of `adm`, with their parts, to a place of older databases."""
    for table in tables:
        put(connection, Name("adm", table), PLACES[place](table))


def put(connection: BaseDatabaseWrapper, source: Name, target: Name) -> None:
    """Move a table, and name its parts as the previous system would have done there."""
    if source == target:
        return
    half_way = Name(target.schema, source.table)
    if target.schema != source.schema:
        run(connection, f'ALTER TABLE {source.quoted} SET SCHEMA "{target.schema}"')
    if target.table != source.table:
        run(connection, f'ALTER TABLE {half_way.quoted} RENAME TO "{target.table}"')
    for kind, name in parts(connection, oid_of(connection, target)):
        new = name.replace(source.table, target.table, 1)
        if new == name:
            continue
        if kind == "constraint":
            run(connection, f'ALTER TABLE {target.quoted} RENAME CONSTRAINT "{name}" TO "{new}"')
        else:
            old_part = Name(target.schema, name).quoted
            run(connection, f'ALTER {kind.upper()} {old_part} RENAME TO "{new}"')


def copy(connection: BaseDatabaseWrapper, source: Name, target: Name, *, rows: bool = True) -> None:
    """Make a second copy of a table."""
    run(connection, f"CREATE TABLE {target.quoted} (LIKE {source.quoted} INCLUDING ALL)")
    if rows:
        run(connection, f"INSERT INTO {target.quoted} SELECT * FROM {source.quoted}")


def oid_of(connection: BaseDatabaseWrapper, name: Name) -> int:
    ((oid,),) = query(connection, f"SELECT '{name.quoted}'::regclass::oid::bigint")
    return int(oid)


def parts(connection: BaseDatabaseWrapper, oid: int) -> list[tuple[str, str]]:
    """Return the constraints, other indexes and sequences of a table."""
    rows = query(
        connection,
        f"""
        SELECT 'constraint', conname FROM pg_constraint WHERE conrelid = {oid}
        UNION ALL
        SELECT CASE relkind WHEN 'S' THEN 'sequence' ELSE 'index' END, relname
        FROM pg_class WHERE oid IN (
            SELECT indexrelid FROM pg_index WHERE indrelid = {oid} EXCEPT
            SELECT conindid FROM pg_constraint WHERE conrelid = {oid}
        ) OR relkind = 'S' AND oid IN (
            SELECT objid FROM pg_depend WHERE refobjid = {oid} AND deptype IN ('a', 'i')
        )
        ORDER BY 1, 2
        """,
    )
    return [(kind, name) for kind, name in rows]


def contents(connection: BaseDatabaseWrapper) -> dict[int, tuple[str, object]]:
    """Return the place and a checksum of each table except the ledger, by oid."""
    tables = query(
        connection,
        """
        SELECT c.oid::bigint, format('%I.%I', nspname, relname) FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE nspname IN ('public', 'adm', 'acted', 'adm_quarantine') AND relkind = 'r'
            AND relname <> 'schema_move_ledger' AND relname <> 'django_migrations'
        """,
    )
    return {oid: (place, query(connection, SUM.format(place))[0]) for oid, place in tables}


def sums(connection: BaseDatabaseWrapper) -> dict[int, object]:
    return {oid: total for oid, (_, total) in contents(connection).items()}


@contextmanager
def other_client(connection: BaseDatabaseWrapper) -> Iterator[psycopg.Connection]:
    """Open another connection to the same database; its changes are rolled back."""
    parameters = connection.get_connection_params()
    place = {
        key: parameters[key] for key in ("dbname", "user", "host", "port") if key in parameters
    }
    with psycopg.connect(**place) as other:
        yield other
        other.rollback()


def task(
    connection: BaseDatabaseWrapper,
    *,
    merge: bool = False,
    leaves_views: bool = False,
    timeouts: LockTimeouts | None = None,
) -> Task:
    return Task(
        connection=connection,
        state=_last_state(),
        merge=merge,
        leaves_views=leaves_views,
        timeouts=timeouts or LockTimeouts(),
    )


@cache
def _last_state() -> ProjectState:
    """Return the state after all migrations, whose models take long to make; nobody changes it."""
    return MigrationLoader(None).project_state()
