"""The objects that remain with a table when it is put aside."""

from django.db.backends.utils import CursorWrapper

from adapters.postgres.schema_move.names import Name

ATTACHED = """
    SELECT DISTINCT 'the view ' || v.oid::regclass
    FROM pg_depend d
        JOIN pg_rewrite r ON r.oid = d.objid AND d.classid = 'pg_rewrite'::regclass
        JOIN pg_class v ON v.oid = r.ev_class
    WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = %(table)s::regclass
        AND v.oid <> d.refobjid
    UNION
    SELECT 'the function ' || d.objid::regprocedure FROM pg_depend d
    WHERE d.classid = 'pg_proc'::regclass
        AND d.refclassid = 'pg_class'::regclass AND d.refobjid = %(table)s::regclass
    UNION
    SELECT format('the trigger %%I', tgname) FROM pg_trigger
    WHERE tgrelid = %(table)s::regclass AND NOT tgisinternal
    UNION
    SELECT format('the policy %%I', polname) FROM pg_policy WHERE polrelid = %(table)s::regclass
    UNION
    SELECT format('the rule %%I', rulename) FROM pg_rewrite
    WHERE ev_class = %(table)s::regclass AND rulename <> '_RETURN'
    UNION
    SELECT 'the child table ' || inhrelid::regclass FROM pg_inherits
    WHERE inhparent = %(table)s::regclass
    ORDER BY 1
"""
PUBLICATIONS = """
    SELECT quote_ident(pubname) FROM pg_publication_tables
    WHERE (schemaname, tablename) = (%s, %s)
    EXCEPT SELECT quote_ident(pubname) FROM pg_publication_tables
    WHERE (schemaname, tablename) = (%s, %s)
    ORDER BY 1
"""


def attached_to(cursor: CursorWrapper, table: Name) -> tuple[str, ...]:
    """Return views, functions, triggers, policies, rules and child tables, as texts."""
    cursor.execute(ATTACHED, {"table": table.quoted})
    return tuple(text for (text,) in cursor.fetchall())


def publications_lost(cursor: CursorWrapper, *, loser: Name, winner: Name) -> tuple[str, ...]:
    """Return the quoted names of the publications that include the loser but not the winner."""
    cursor.execute(PUBLICATIONS, [loser.schema, loser.table, winner.schema, winner.table])
    return tuple(text for (text,) in cursor.fetchall())
