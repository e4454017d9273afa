"""Finds the rows that violate a constraint."""

import re

from django.db.backends.utils import CursorWrapper

from adapters.postgres.adoption.shapes.shape import Constraint
from adapters.postgres.backend.names import quote

MOST_ROWS_NAMED = 20
REFERENCE = re.compile(r"FOREIGN KEY \((?P<key>.+?)\) REFERENCES (?P<target>.+)\((?P<to>.+?)\)")
DANGLING = """
    SELECT id || ' (' || {key} || ')' FROM {table} referring
    WHERE {key} IS NOT NULL AND NOT EXISTS (SELECT FROM {target} t WHERE t.{to} = referring.{key})
    ORDER BY id
"""
UNIQUE = re.compile(r"(?:PRIMARY KEY|UNIQUE) \((?P<keys>.+?)\)")
# A row with a NULL in its keys is never a duplicate; its comparison is not true either.
REPEATED = """
    SELECT id || ' (' || concat_ws(', ', {keys}) || ')' FROM {table}
    WHERE ({keys}) IN (SELECT {keys} FROM {table} GROUP BY {keys} HAVING count(*) > 1)
    ORDER BY {keys}, id
"""
CHECK = re.compile(r"CHECK (?P<condition>.+)", re.DOTALL)
UNTRUE = "SELECT id::text FROM {table} WHERE NOT {condition} ORDER BY id"
KEYLESS = """
    SELECT coalesce({key}::text, 'NULL') FROM {table}
    GROUP BY {key} HAVING count(*) > 1 OR {key} IS NULL ORDER BY {key}
"""

QUERIES = {
    "c": (CHECK, UNTRUE),
    "f": (REFERENCE, DANGLING),
    "p": (UNIQUE, REPEATED),
    "u": (UNIQUE, REPEATED),
}


def violations_query(db_table: str, constraint: Constraint) -> str:
    """Return a query for the rows that violate a constraint: a text that begins with the id."""
    definition, query = QUERIES[constraint.kind]
    parts = next(definition.finditer(constraint.definition)).groupdict()
    return query.format(table=db_table, **parts)


def duplicate_keys_query(table: str, key: str) -> str:
    """Return a query for the values of a key that are NULL or not unique."""
    return KEYLESS.format(table=table, key=quote(key))


def violating_rows(cursor: CursorWrapper, query: str | None) -> str:
    """Return the first results of a query of this module as a text, or ""."""
    if query is None:
        return ""
    cursor.execute(query)
    rows = [text for (text,) in cursor.fetchall()]
    more = f" and {len(rows) - MOST_ROWS_NAMED} more" if rows[MOST_ROWS_NAMED:] else ""
    return ", ".join(rows[:MOST_ROWS_NAMED]) + more
