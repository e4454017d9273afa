"""Who may do what with a table that stands for two."""

from django.db.backends.utils import CursorWrapper

from adapters.postgres.schema_move.names import Name

# Of the loser's and not of the winner's; an owner without a list of grants has them all. Who
# sees only some rows of the loser, for its policies, is not let see all of the winner's.
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
    """Grant the loser's grantees and owner the same on the winner; return the statements."""
    cursor.execute(MISSING, {"winner": winner.quoted, "loser": loser.quoted})
    statements = tuple(text for (text,) in cursor.fetchall())
    for statement in statements:
        cursor.execute(statement)
    return statements
