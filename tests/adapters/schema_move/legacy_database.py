"""Databases of the previous system, and the complete state of a database with its rows."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from adapters.postgres.schema_move.inspect.checksums import fingerprint
from adapters.postgres.schema_move.names import Name
from tests.adapters.adoption.databases import LEGACY, LEGACY_SESSIONS, migrate, query, record, run

TABLES = (
    "course_template_price_levels",
    "course_templates",
    "custom_fields",
    "instructors",
    "locations",
    "pricelevels",
    "venues",
)
RECORDED = (
    ("administrate", "0001_initial"),
    ("administrate", "0002_alter_customfield_external_id"),
    ("tutorials", "0001_initial"),
    ("tutorials", "0002_migrate_to_acted_schema"),
)
# Tables with timestamps, which differ between runs.
TIMESTAMPED = ("schema_move_ledger", "django_migrations")
RELATIONS = """
    SELECT n.nspname, c.relname, c.relkind::text, c.oid::bigint,
        pg_relation_filenode(c.oid)::bigint, c.relacl::text,
        obj_description(c.oid, 'pg_class'),
        ARRAY(SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
            WHERE conrelid = c.oid ORDER BY 1),
        ARRAY(SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = c.oid ORDER BY 1),
        ARRAY(SELECT attname FROM pg_attribute
            WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped ORDER BY 1)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
    ORDER BY 1, 2
"""

COLUMNS = """
    SELECT c.oid::bigint, n.nspname, c.relname,
        ARRAY(SELECT attname::text FROM pg_attribute
            WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname IN ('acted', 'adm', 'public') AND c.relkind = 'r'
        AND (n.nspname <> 'public' OR c.relname LIKE 'adm.%')
        AND c.relname NOT LIKE 'schema_move%' AND c.relname NOT LIKE 'catalogue_change%'
"""


def make_legacy(connection: BaseDatabaseWrapper) -> None:
    """Create the most common legacy state: all tables in `public`, with a dot in their names."""
    migrate(connection, ("auth", "0012_alter_user_first_name_max_length"))
    run(connection, LEGACY)
    run(connection, LEGACY_SESSIONS)
    for table in TABLES:
        run(connection, f'ALTER TABLE adm.{table} RENAME TO "adm.{table}"')
        run(connection, f'ALTER TABLE adm."adm.{table}" SET SCHEMA public')
    run(connection, "DROP SCHEMA adm")
    record(connection, *RECORDED)


def database_state(connection: BaseDatabaseWrapper) -> dict[str, Any]:
    """Return the state of every relation by name; of the timestamped tables, only the shape."""
    with connection.cursor() as cursor:
        cursor.execute(RELATIONS)
        found = {Name(*row[:2]): row[2:] for row in cursor.fetchall()}
        return {
            str(name): (
                *facts[: 1 if name.table.startswith(TIMESTAMPED) else None],
                _content(cursor, name, facts),
            )
            for name, facts in found.items()
        } | {"schemas": schemas(connection)}


def without_oids(found: dict[str, Any]) -> dict[str, Any]:
    """Return a state without the oids, which depend on other activity of the server."""
    return {
        name: (facts[:1] + facts[3:] if name != "schemas" else facts)
        for name, facts in found.items()
    }


def schemas(connection: BaseDatabaseWrapper) -> list[tuple[Any, ...]]:
    sql = "SELECT nspname, nspacl::text FROM pg_namespace WHERE nspname NOT LIKE 'pg%' ORDER BY 1"
    return query(connection, sql)


class Rows:
    """The checksums of all tables by oid, to be compared after moves and renames."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection
        rows = query(connection, COLUMNS)
        self.columns: dict[int, list[str]] = {oid: columns for oid, _, _, columns in rows}
        self.before = self.sums()

    def sums(self) -> dict[int, object]:
        places = {oid: Name(*place) for oid, *place, _ in query(self.connection, COLUMNS)}
        with self.connection.cursor() as cursor:
            return {
                oid: fingerprint(cursor, places[oid], columns)
                for oid, columns in self.columns.items()
            }


def places(connection: BaseDatabaseWrapper) -> set[str]:
    """Return the schemas in which the reference tables are."""
    names = ", ".join(f"'{name}'" for table in TABLES for name in (table, f"adm.{table}"))
    sql = f"SELECT DISTINCT schemaname FROM pg_tables WHERE tablename IN ({names})"
    return {schema for (schema,) in query(connection, sql)}


def wait_until_alone(connection: BaseDatabaseWrapper) -> None:
    """Wait until all other sessions of the database have ended."""
    sql = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    while query(connection, sql) != [(0,)]:
        pass


def _content(cursor: CursorWrapper, name: Name, facts: tuple[Any, ...]) -> object:
    if name.table.startswith(TIMESTAMPED):
        return None
    if facts[0] == "S":
        cursor.execute(f"SELECT last_value, is_called FROM {name.quoted}")
        return cursor.fetchone()
    return fingerprint(cursor, name, facts[-1]) if facts[0] in "rv" else None
