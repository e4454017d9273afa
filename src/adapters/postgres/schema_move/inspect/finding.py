"""Finds the relations that have one of the possible names of a table."""

from collections.abc import Iterable

from django.db.backends.utils import CursorWrapper

from adapters.postgres.schema_move.inspect.classification import Placement, Relation, classify
from adapters.postgres.schema_move.names import Name
from adapters.postgres.schema_move.tables import Group

# The start of the comment that marks the views of a move.
MARK = "schema_move: "

RELATIONS = """
    SELECT n.nspname, c.relname, c.oid::bigint, c.relkind::text,
        c.relkind = 'v' AND starts_with(coalesce(obj_description(c.oid, 'pg_class'), ''), %s)
    FROM unnest(%s::text[], %s::text[]) AS place (schema, name)
        JOIN pg_namespace n ON n.nspname = place.schema
        JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = place.name
    ORDER BY 1, 2
"""


def find(cursor: CursorWrapper, names: Iterable[Name]) -> tuple[Relation, ...]:
    """Return the relations that have one of the names, sorted by name."""
    wanted = tuple(names)
    cursor.execute(
        RELATIONS, [MARK, [name.schema for name in wanted], [name.table for name in wanted]]
    )
    return tuple(
        Relation(name=Name(schema, table), oid=oid, kind=kind, is_ours=is_ours)
        for schema, table, oid, kind, is_ours in cursor.fetchall()
    )


def find_placements(cursor: CursorWrapper, groups: Iterable[Group]) -> tuple[Placement, ...]:
    groups = tuple(groups)
    places = [
        name for group in groups for definition in group.definitions for name in definition.places
    ]
    return classify(groups, find(cursor, places))
