"""The grants on a target schema: all roles that may use the tables need USAGE on it."""

from collections.abc import Collection, Iterator

from django.db.backends.utils import CursorWrapper

from adapters.postgres.backend.names import quote

# The owner and every grantee of the tables, of their columns and of their sequences.
GRANTEES = """
    WITH mine AS (
        SELECT c.oid, c.relowner, c.relacl FROM pg_class c WHERE c.oid = ANY(%(oids)s)
        UNION
        SELECT s.oid, s.relowner, s.relacl FROM pg_depend d JOIN pg_class s ON s.oid = d.objid
        WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
            AND d.refobjid = ANY(%(oids)s) AND s.relkind = 'S'
    ), role (oid) AS (
        SELECT relowner FROM mine
        UNION SELECT grantee FROM mine, aclexplode(relacl)
        UNION SELECT grantee FROM pg_attribute a, aclexplode(attacl)
            WHERE a.attrelid = ANY(%(oids)s)
    ), place AS (
        SELECT oid, nspacl FROM pg_namespace WHERE nspname = %(schema)s
    )
    SELECT CASE role.oid WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(role.oid)) END
    FROM role LEFT JOIN place ON true
    WHERE CASE
        WHEN place.oid IS NULL THEN true
        WHEN role.oid <> 0 THEN NOT has_schema_privilege(role.oid, place.oid, 'USAGE')
        ELSE NOT EXISTS (
            SELECT FROM aclexplode(place.nspacl) WHERE grantee = 0 AND privilege_type = 'USAGE'
        )
    END
    ORDER BY 1
"""


def usage_grants(cursor: CursorWrapper, oids: Collection[int], schema: str) -> Iterator[str]:
    """Yield the statements that grant USAGE on the schema to the users of the tables."""
    cursor.execute(GRANTEES, {"oids": list(oids), "schema": schema})
    for (role,) in cursor.fetchall():
        yield f"GRANT USAGE ON SCHEMA {quote(schema)} TO {role}"
