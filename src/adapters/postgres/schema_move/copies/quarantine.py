"""Puts a table aside, with its rows, indexes, sequences and constraints. Drops nothing."""

from collections.abc import Collection
from itertools import count

from django.db.backends.utils import CursorWrapper

from adapters.postgres.backend.names import join, quote
from adapters.postgres.schema_move.errors import PreflightError
from adapters.postgres.schema_move.names import Name

QUARANTINE = "adm_quarantine"
LONGEST_NAME_BYTES = 63
MISSING_GRANT = """
    SELECT n.oid IS NOT NULL, CASE
        WHEN n.oid IS NULL AND NOT has_database_privilege(current_database(), 'CREATE')
            THEN format('GRANT CREATE ON DATABASE %%I TO %%I', current_database(), current_user)
        WHEN NOT has_schema_privilege(n.oid, 'CREATE, USAGE')
            THEN format('GRANT CREATE, USAGE ON SCHEMA %%I TO %%I', n.nspname, current_user)
    END
    FROM (SELECT) one LEFT JOIN pg_namespace n ON n.nspname = %s
"""
TAKEN = """
    SELECT EXISTS (
        SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = ANY (%(schemas)s) AND c.relname = %(name)s
        UNION ALL
        SELECT FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
        WHERE n.nspname = ANY (%(schemas)s) AND t.typname = %(name)s
    )
"""
# The objects that move with a table, and whose names may already exist in the target schema.
PARTS = """
    SELECT c.relname, CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'INDEX' END
    FROM pg_class c
    WHERE c.oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = %(table)s::regclass)
        OR c.relkind = 'S' AND c.oid IN (
            SELECT objid FROM pg_depend
            WHERE classid = 'pg_class'::regclass AND refclassid = 'pg_class'::regclass
                AND refobjid = %(table)s::regclass AND deptype IN ('a', 'i')
        )
    ORDER BY c.relname
"""


# The triggers of this service. They are disabled, because writes to a table that was put aside must
# neither change the table in use nor be logged as its changes.
OURS = """
    SELECT t.tgname FROM pg_trigger t
        JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE t.tgrelid = %s::regclass AND NOT t.tgisinternal AND n.nspname = 'acted'
    ORDER BY 1
"""


def quarantine(cursor: CursorWrapper, table: Name) -> Name:
    """Move a table to the quarantine schema, and return its name there.

    The new name is unique, and contains the previous schema and name. The triggers of this service
    are disabled.

    Raises:
        PreflightError: if the role may not create objects there; includes the missing GRANT.

    """
    _ensure_schema(cursor)
    wanted = f"{table.schema}.{table.table}"
    aside = Name(QUARANTINE, free_name(cursor, wanted, schemas=(table.schema, QUARANTINE)))
    cursor.execute(PARTS, {"table": table.quoted})
    for part, kind in cursor.fetchall():
        _make_way(cursor, kind, table.schema, part)
    # Rename first, because the old name may exist in the new schema.
    cursor.execute(f"ALTER TABLE {table.quoted} RENAME TO {quote(aside.table)}")
    cursor.execute(f"ALTER TABLE {join(table.schema, aside.table)} SET SCHEMA {quote(QUARANTINE)}")
    cursor.execute(OURS, [aside.quoted])
    for (trigger,) in cursor.fetchall():
        cursor.execute(f"ALTER TABLE {aside.quoted} DISABLE TRIGGER {quote(trigger)}")
    return aside


def describe(cursor: CursorWrapper, table: Name, text: str) -> None:
    """Append a text to the comment of a table."""
    cursor.execute("SELECT obj_description(%s::regclass, 'pg_class')", [table.quoted])
    (before,) = cursor.fetchone()
    comment = "\n".join(filter(None, [before, text]))
    # COMMENT takes no parameters.
    cursor.execute("SELECT quote_literal(%s)", [comment])
    cursor.execute(f"COMMENT ON TABLE {table.quoted} IS {cursor.fetchone()[0]}")


def free_name(cursor: CursorWrapper, wanted: str, *, schemas: Collection[str]) -> str:
    """Return the name, with a number if needed, that does not exist in any of the schemas."""
    for number in count(1):
        suffix = f"_{number}" if number > 1 else ""
        name = _cut(wanted, LONGEST_NAME_BYTES - len(suffix)) + suffix
        cursor.execute(TAKEN, {"schemas": list(schemas), "name": name})
        if not cursor.fetchone()[0]:
            return name
    raise AssertionError


def _ensure_schema(cursor: CursorWrapper) -> None:
    cursor.execute(MISSING_GRANT, [QUARANTINE])
    exists, grant = cursor.fetchone()
    if grant:
        raise PreflightError(
            [f"the role cannot put a table aside in the schema {QUARANTINE}: {grant};"]
        )
    if not exists:
        cursor.execute(f"CREATE SCHEMA {quote(QUARANTINE)}")


def _make_way(cursor: CursorWrapper, kind: str, schema: str, part: str) -> None:
    """Rename an index or a sequence if its name exists in the target schema."""
    if free_name(cursor, part, schemas=(QUARANTINE,)) != part:
        name = free_name(cursor, part, schemas=(schema, QUARANTINE))
        cursor.execute(f"ALTER {kind} {join(schema, part)} RENAME TO {quote(name)}")


def _cut(name: str, most_bytes: int) -> str:
    return name.encode()[:most_bytes].decode(errors="ignore")
