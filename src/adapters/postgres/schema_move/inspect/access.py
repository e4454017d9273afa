"""The privileges on a table that replaces two copies."""

from django.db.backends.utils import CursorWrapper

from adapters.postgres.schema_move.names import Name

# The grants that only the loser has; an owner without an access list has all privileges. A role
# that can see only some rows of the loser, because of policies, gets no access to the winner.
MISSING = """
    WITH granted AS (
        SELECT c.oid, a.grantee, a.privilege_type, a.is_grantable
        FROM pg_class c, aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) a
        WHERE c.oid IN (%(loser)s::regclass, %(winner)s::regclass)
    )
    SELECT format('GRANT %%s ON %%s TO %%s%%s', g.privilege_type, %(winner)s,
        CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END,
        CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
    FROM granted g JOIN pg_class c ON c.oid = g.oid AND NOT c.relrowsecurity
        JOIN pg_class w ON w.oid = %(winner)s::regclass AND w.relowner <> g.grantee
    WHERE g.oid = %(loser)s::regclass AND NOT EXISTS (
        SELECT FROM granted had
        WHERE had.oid = w.oid AND had.grantee = g.grantee
            AND had.privilege_type = g.privilege_type AND had.is_grantable >= g.is_grantable
    )
    ORDER BY 1
"""


def share_access(cursor: CursorWrapper, *, winner: Name, loser: Name) -> tuple[str, ...]:
    """Grant the privileges of the loser's owner and grantees on the winner; return the SQL."""
    cursor.execute(MISSING, {"winner": winner.quoted, "loser": loser.quoted})
    statements = tuple(text for (text,) in cursor.fetchall())
    for statement in statements:
        cursor.execute(statement)
    return statements
