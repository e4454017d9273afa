"""Databases for single tests, and fingerprints of their catalogues."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

type Fingerprint = list[tuple[str, ...]]

LEGACY = (Path(__file__).parent / "legacy.sql").read_text()
LEGACY_SESSIONS = (Path(__file__).parent / "legacy_sessions.sql").read_text()
OUR_APPS = ("administrate", "tutorials", "catalogue")

FINGERPRINT = """
    WITH ours AS (
        SELECT c.*, format('%I.%I', n.nspname, c.relname) AS place
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname IN ('acted', 'adm', 'public')
    )
    SELECT 'relation', place, relkind::text, '' FROM ours
    UNION ALL
    SELECT 'column', place, a.attname, concat_ws(' ', format_type(a.atttypid, a.atttypmod),
        a.attnotnull, a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid))
    FROM ours o JOIN pg_attribute a ON a.attrelid = o.oid AND a.attnum > 0
        LEFT JOIN pg_attrdef d ON d.adrelid = o.oid AND d.adnum = a.attnum
    WHERE NOT a.attisdropped
    UNION ALL
    SELECT 'constraint', place, k.conname, pg_get_constraintdef(k.oid)
    FROM ours o JOIN pg_constraint k ON k.conrelid = o.oid
    UNION ALL
    SELECT 'index', place, i.indisvalid::text, pg_get_indexdef(i.indexrelid)
    FROM ours o JOIN pg_index i ON i.indrelid = o.oid
    UNION ALL
    SELECT 'trigger', place, t.tgenabled::text, pg_get_triggerdef(t.oid)
    FROM ours o JOIN pg_trigger t ON t.tgrelid = o.oid AND NOT t.tgisinternal
    UNION ALL
    SELECT 'view', place, '', pg_get_viewdef(oid) FROM ours WHERE relkind = 'v'
    UNION ALL
    SELECT 'function', p.proname, has_function_privilege('public', p.oid, 'EXECUTE')::text,
        pg_get_functiondef(p.oid)
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname IN ('acted', 'adm', 'public')
"""
TABLES = """
    SELECT format('%I.%I', n.nspname, c.relname), c.oid::bigint
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname IN ('acted', 'adm') AND c.relkind = 'r'
        AND c.relname NOT LIKE 'catalogue_change%'
        AND c.relname NOT IN ('schema_move_ledger', 'sign_in_tries')
        AND c.relname NOT IN ('api_tokens', 'kept_answers', 'history', 'plan_imports')
        AND c.relname <> 'tutorial_session_instructors'
"""


@contextmanager
def new_database(name: str, *, template: str = "template0") -> Iterator[BaseDatabaseWrapper]:
    """Return a connection to a new copy of the template database, and drop it afterwards."""
    run(connections["default"], f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    try:
        with connected(name) as connection:
            yield connection
    finally:
        run(connections["default"], f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def connected(name: str) -> Iterator[BaseDatabaseWrapper]:
    """Return a connection to a database; its alias is the name of the database."""
    connections.databases[name] = {**connections.databases["default"], "NAME": name}
    try:
        yield connections[name]
    finally:
        connections[name].close()
        del connections[name], connections.databases[name]


def run(connection: BaseDatabaseWrapper, sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        if connection.in_atomic_block:
            # A table with pending checks cannot be altered.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def query(connection: BaseDatabaseWrapper, sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def migrate(connection: BaseDatabaseWrapper, *targets: tuple[str, str | None]) -> None:
    """Run the migrations, up to the targets if any."""
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets) or executor.loader.graph.leaf_nodes())


def record(connection: BaseDatabaseWrapper, *names: tuple[str, str]) -> None:
    for app, name in names:
        values = f"('{app}', '{name}', now())"
        run(connection, f"INSERT INTO django_migrations (app, name, applied) VALUES {values}")


def recorded(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    """Return the recorded migrations of our applications in order."""
    apps = ", ".join(f"'{app}'" for app in OUR_APPS)
    rows = query(
        connection, f"SELECT app, name FROM django_migrations WHERE app IN ({apps}) ORDER BY id"
    )
    return [(app, name) for app, name in rows]


def fingerprint(connection: BaseDatabaseWrapper) -> Fingerprint:
    """Return the contents of the catalogue, without the order of columns."""
    return sorted(query(connection, FINGERPRINT))


def oids(connection: BaseDatabaseWrapper) -> dict[str, int]:
    return dict(query(connection, TABLES))


def rows(connection: BaseDatabaseWrapper) -> dict[str, list[dict[str, Any]]]:
    """Return all rows of our tables, by table, ascending by id."""
    sql = "SELECT to_jsonb(t)::text FROM {} t ORDER BY id"
    return {
        table: [json.loads(row) for (row,) in query(connection, sql.format(table))]
        for table in oids(connection)
    }
