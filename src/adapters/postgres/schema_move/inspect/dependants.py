"""The dependants of a table, what a move would break, and the size of the table."""

import re

from django.db.backends.utils import CursorWrapper

from adapters.postgres.schema_move.names import Name

DEPENDANTS = """
    SELECT DISTINCT pg_describe_object(d.classid, d.objid, 0)
    FROM pg_depend d
        LEFT JOIN pg_constraint k ON d.classid = 'pg_constraint'::regclass AND k.oid = d.objid
        LEFT JOIN pg_trigger t ON d.classid = 'pg_trigger'::regclass AND t.oid = d.objid
    WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = %(oid)s AND CASE
        WHEN k.oid IS NOT NULL THEN k.conrelid <> d.refobjid
        WHEN t.oid IS NOT NULL THEN NOT t.tgisinternal
        ELSE d.classid IN (
            'pg_rewrite'::regclass, 'pg_proc'::regclass, 'pg_policy'::regclass,
            'pg_publication_rel'::regclass, 'pg_statistic_ext'::regclass
        )
    END
    ORDER BY 1
"""
# PostgreSQL does not track the dependencies of function bodies that are stored as text.
FUNCTIONS = """
    SELECT 'function ' || p.oid::regprocedure FROM pg_proc p
        JOIN pg_namespace n ON n.oid = p.pronamespace
        JOIN pg_language l ON l.oid = p.prolang
    WHERE p.prosqlbody IS NULL AND l.lanname NOT IN ('c', 'internal')
        AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND p.prosrc ~* %s
    ORDER BY 1
"""
SUBSCRIPTIONS = """
    SELECT 'a subscription that writes to it (oid ' || srsubid || ')' FROM pg_subscription_rel
    WHERE srrelid = %s ORDER BY 1
"""
# The only lock that blocks readers.
HELD = """
    SELECT EXISTS (
        SELECT FROM pg_locks WHERE locktype = 'relation' AND relation = %s AND granted
            AND mode = 'AccessExclusiveLock' AND pid IS DISTINCT FROM pg_backend_pid()
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    )
"""
READABLE = """
    SELECT has_table_privilege(oid, 'SELECT') AND has_schema_privilege(relnamespace, 'USAGE')
        AND NOT row_security_active(oid)
    FROM pg_class WHERE oid = %(oid)s
"""
CHILDREN = """
    SELECT 'the child table ' || inhrelid::regclass || ', which is not moved' FROM pg_inherits
    WHERE inhparent = %s ORDER BY 1
"""


def dependants_of(cursor: CursorWrapper, oid: int) -> tuple[str, ...]:
    """Return the objects that depend on a table and still work after a move, as texts."""
    cursor.execute(DEPENDANTS, {"oid": oid})
    return tuple(text for (text,) in cursor.fetchall())


def broken_by_move(cursor: CursorWrapper, oid: int, source: Name) -> tuple[str, ...]:
    """Return the objects that refer to the table by name, and fail after a move."""
    found: list[str] = []
    for sql, parameter in ((FUNCTIONS, mention_of(source)), (SUBSCRIPTIONS, oid), (CHILDREN, oid)):
        cursor.execute(sql, [parameter])
        found.extend(text for (text,) in cursor.fetchall())
    return tuple(found)


def mention_of(name: Name) -> str:
    """Return the PostgreSQL regular expression for the name of a table in SQL text."""
    if not name.table.isidentifier():
        return re.escape(f'"{name.table}"')
    table, schema = re.escape(name.table), re.escape(name.schema)
    return rf'(^|[^\w."]|\m{schema}"?\.)"?{table}\M'


def count_rows(cursor: CursorWrapper, table: Name, oid: int) -> int | None:
    """Return the exact number of rows, or None if the role cannot read them now.

    Reads the table whole.
    """
    if not is_readable(cursor, oid) or _is_held(cursor, oid):
        return None
    cursor.execute(f"SELECT count(*) FROM {table.quoted}")  # noqa: S608 - quoted
    return int(cursor.fetchone()[0])


def is_readable(cursor: CursorWrapper, oid: int) -> bool:
    """Whether the role may read the table, and can see all its rows."""
    cursor.execute(READABLE, {"oid": oid})
    return bool(cursor.fetchone()[0])


def size_of(cursor: CursorWrapper, oid: int) -> int | None:
    """Return the size of a table with its indexes in bytes, or None if it is locked."""
    if _is_held(cursor, oid):
        return None
    cursor.execute("SELECT pg_total_relation_size(%s)", [oid])
    return int(cursor.fetchone()[0])


def _is_held(cursor: CursorWrapper, oid: int) -> bool:
    cursor.execute(HELD, [oid])
    return bool(cursor.fetchone()[0])
