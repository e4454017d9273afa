"""The privileges that a move needs, and what it must not break; each fault says what to do."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.backends.utils import CursorWrapper

from adapters.postgres.backend.names import quote
from adapters.postgres.schema_move.copies.quarantine import QUARANTINE
from adapters.postgres.schema_move.inspect.grants import usage_grants
from adapters.postgres.schema_move.names import Name
from adapters.postgres.schema_move.tables import LEDGER

FOREIGN_OWNERS = """
    SELECT DISTINCT format('GRANT %%I TO %%I', pg_get_userbyid(relowner), current_user)
    FROM pg_class WHERE oid = ANY(%s) AND NOT pg_has_role(relowner, 'USAGE') ORDER BY 1
"""
SCHEMA = """
    SELECT n.oid IS NOT NULL, has_database_privilege(current_database(), 'CREATE'),
        has_schema_privilege(n.oid, 'CREATE') AND has_schema_privilege(n.oid, 'USAGE'),
        has_schema_privilege(n.oid, 'USAGE WITH GRANT OPTION'),
        quote_ident(current_database()), quote_ident(current_user)
    FROM (SELECT) one LEFT JOIN pg_namespace n ON n.nspname = %s
"""
TEMPORARY = """
    SELECT format('GRANT TEMPORARY ON DATABASE %I TO %I', current_database(), current_user)
    WHERE NOT has_database_privilege(current_database(), 'TEMPORARY')
"""
LEDGER_GRANT = """
    SELECT format('GRANT SELECT, INSERT ON %%s TO %%I', %s, current_user) FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE (n.nspname, c.relname) = (%s, %s) AND NOT (
        has_table_privilege(c.oid, 'SELECT') AND has_table_privilege(c.oid, 'INSERT')
    )
"""
# The publications of all tables of one schema but not of the other.
PUBLICATIONS = """
    SELECT quote_ident(p.pubname) FROM pg_publication p
        JOIN pg_publication_namespace s ON s.pnpubid = p.oid
        JOIN pg_namespace n ON n.oid = s.pnnspid AND n.nspname = %(source)s
    WHERE NOT EXISTS (
        SELECT FROM pg_publication_rel r WHERE r.prpubid = p.oid AND r.prrelid = %(oid)s
    ) AND NOT EXISTS (
        SELECT FROM pg_publication_namespace other JOIN pg_namespace t ON t.oid = other.pnnspid
        WHERE other.pnpubid = p.oid AND t.nspname = %(target)s
    )
    ORDER BY 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A table to move, or to rename parts of."""

    oid: int
    source: Name
    target: Name

    @property
    def is_move(self) -> bool:
        return self.source != self.target


def faults_of(
    cursor: CursorWrapper,
    steps: Collection[Step],
    *,
    put_aside: Collection[int] = (),
    leaves_views: bool = False,
) -> tuple[str, ...]:
    """Return the faults of the steps; () if there are no steps.

    `put_aside` are the oids of the copies to put aside.
    """
    if not steps:
        return ()
    return tuple(
        dict.fromkeys(
            (
                *ownership_faults(cursor, [*(step.oid for step in steps), *put_aside]),
                *(creation_faults(cursor, QUARANTINE) if put_aside else ()),
                *_schemas(cursor, steps, leaves_views=leaves_views),
                *_ledger(cursor),
                *_publications(cursor, steps),
            )
        )
    )


def schema_exists(cursor: CursorWrapper, schema: str) -> bool:
    cursor.execute(SCHEMA, [schema])
    return bool(cursor.fetchone()[0])


def ownership_faults(cursor: CursorWrapper, oids: Collection[int]) -> Iterator[str]:
    """Yield a fault for each table of another owner, and if temporary tables are not allowed."""
    cursor.execute(FOREIGN_OWNERS, [list(oids)])
    for (grant,) in cursor.fetchall():
        yield f"only the owner of a table can move it: {grant};"
    cursor.execute(TEMPORARY)
    for (grant,) in cursor.fetchall():
        yield f"the role may not create temporary tables, which are needed: {grant};"


def _schemas(
    cursor: CursorWrapper, steps: Collection[Step], *, leaves_views: bool
) -> Iterator[str]:
    for schema in sorted({step.target.schema for step in steps} | {LEDGER.schema}):
        yield from creation_faults(cursor, schema)
        oids = [step.oid for step in steps if step.target.schema == schema]
        yield from _grantable_usage(cursor, schema, oids)
    for schema in sorted({step.source.schema for step in steps if step.is_move}):
        if leaves_views:
            yield from creation_faults(cursor, schema)


def creation_faults(cursor: CursorWrapper, schema: str) -> Iterator[str]:
    """Yield a fault if the role may not create objects in a schema, or the schema itself."""
    cursor.execute(SCHEMA, [schema])
    exists, in_database, in_schema, _, database, role = cursor.fetchone()
    if not exists and not in_database:
        grant = f"GRANT CREATE ON DATABASE {database} TO {role};"
        yield f"the role may not create the schema {schema}: {grant}"
    elif exists and not in_schema:
        grant = f"GRANT CREATE, USAGE ON SCHEMA {quote(schema)} TO {role};"
        yield f"the role {role} lacks a privilege on the schema {schema}: {grant}"


def _grantable_usage(cursor: CursorWrapper, schema: str, oids: Collection[int]) -> Iterator[str]:
    cursor.execute(SCHEMA, [schema])
    exists, _, _, grantable, _, role = cursor.fetchone()
    if exists and not grantable:
        for grant in usage_grants(cursor, oids, schema):
            yield f"other roles need this privilege, and {role} may not grant it: {grant};"


def _ledger(cursor: CursorWrapper) -> Iterator[str]:
    cursor.execute(LEDGER_GRANT, [str(LEDGER), LEDGER.schema, LEDGER.table])
    for (grant,) in cursor.fetchall():
        yield f"the role cannot read and write the ledger: {grant};"


def _publications(cursor: CursorWrapper, steps: Collection[Step]) -> Iterator[str]:
    for step in steps:
        cursor.execute(
            PUBLICATIONS,
            {"source": step.source.schema, "target": step.target.schema, "oid": step.oid},
        )
        for (publication,) in cursor.fetchall():
            yield (
                f"the publication {publication} of the tables in schema {step.source.schema} "
                f"would lose {step.source}, and its subscribers the rows: "
                f"ALTER PUBLICATION {publication} ADD TABLE {step.source.quoted};"
            )
