"""Views under the old names of tables, with which an older release can read and write."""

from collections.abc import Collection, Iterable

from django.db.backends.utils import CursorWrapper

from adapters.postgres.schema_move.inspect.finding import MARK, find
from adapters.postgres.schema_move.names import Name
from adapters.postgres.schema_move.tables import Group

COLUMNS = """
    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped
"""
# The privileges of a view.
GRANTS = """
    WITH privilege AS (
        SELECT NULL AS attname, a.* FROM pg_class c,
            aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) a
        WHERE c.oid = %(table)s::regclass
        UNION ALL
        SELECT attname, a.* FROM pg_attribute, aclexplode(attacl) a
        WHERE attrelid = %(table)s::regclass
    )
    SELECT format('GRANT %%s%%s ON %%s TO %%s%%s', privilege_type,
        ' (' || quote_ident(attname) || ')', %(view)s,
        CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END,
        CASE WHEN is_grantable THEN ' WITH GRANT OPTION' END)
    FROM privilege
    WHERE privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
    ORDER BY attname, privilege_type, grantee
"""


def create_view(cursor: CursorWrapper, *, old: Name, table: Name) -> None:
    """Create a view of the table under its old name, with the same grants.

    Row security and privileges are those of the current user, as for the table.
    """
    cursor.execute(COLUMNS, [table.quoted])
    (columns,) = cursor.fetchone()
    query = f"SELECT {columns} FROM {table.quoted}"  # noqa: S608 - quoted
    cursor.execute(f"CREATE VIEW {old.quoted} WITH (security_invoker = true) AS {query}")
    cursor.execute(
        f"COMMENT ON VIEW {old.quoted} IS "
        f"'{MARK}the table is now {str(table).replace("'", "''")}; "
        f"manage.py schema_move drop-views drops this view'"
    )
    cursor.execute(GRANTS, {"table": table.quoted, "view": old.quoted})
    for (statement,) in cursor.fetchall():
        cursor.execute(statement)


def find_views(cursor: CursorWrapper, groups: Iterable[Group]) -> tuple[Name, ...]:
    """Return the views that `create_view` created."""
    places = [
        name for group in groups for definition in group.definitions for name in definition.origins
    ]
    return tuple(relation.name for relation in find(cursor, places) if relation.is_ours)


def drop(cursor: CursorWrapper, views: Collection[Name]) -> None:
    """Drop views in one statement, so that a timeout applies to all of them."""
    if views:
        cursor.execute(f"DROP VIEW {', '.join(view.quoted for view in views)}")
