"""Rows of other systems that refer to rows of ours."""

from collections.abc import Collection, Iterator

from django.db import connection

# The foreign keys to a table, from tables other than these: their table and their columns.
FOREIGN_KEYS = """
    SELECT format('%%I.%%I', n.nspname, c.relname), k.conname,
        has_table_privilege(c.oid, 'SELECT'),
        (
            SELECT string_agg(format('r.%%I = t.%%I', ours.attname, theirs.attname), ' AND ')
            FROM unnest(k.conkey, k.confkey) AS pair (child, parent)
                JOIN pg_attribute ours ON (ours.attrelid, ours.attnum) = (k.conrelid, pair.child)
                JOIN pg_attribute theirs
                    ON (theirs.attrelid, theirs.attnum) = (k.confrelid, pair.parent)
        )
    FROM pg_constraint k
        JOIN pg_class c ON c.oid = k.conrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE k.contype = 'f' AND k.confrelid = %s::regclass AND k.conparentid = 0
        AND k.conrelid <> ALL (%s::regclass[])
    ORDER BY 1, 2
"""


def referring_tables(
    table: str, ids: Collection[int], *, ours: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Yield the tables, other than ours, with rows that refer to the rows with these ids.

    Each comes with the name of its foreign key. A table that the role cannot read counts as
    referring: its foreign key may delete its rows without an error.
    """
    with connection.cursor() as cursor:
        cursor.execute(FOREIGN_KEYS, [table, list(ours)])
        for place, name, is_readable, condition in cursor.fetchall():
            if not is_readable:
                yield place, name
                continue
            cursor.execute(
                f"SELECT EXISTS (SELECT FROM {place} r JOIN {table} t ON {condition}"  # noqa: S608 (names are quoted)
                " WHERE t.id = ANY(%s))",
                [list(ids)],
            )
            if cursor.fetchone()[0]:
                yield place, name
