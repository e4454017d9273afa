"""Foreign keys to and from a table that is put aside. None may connect it to a table in use."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.backends.utils import CursorWrapper

from adapters.postgres.backend.names import quote
from adapters.postgres.schema_move.copies.quarantine import QUARANTINE
from adapters.postgres.schema_move.inspect.checksums import pinned
from adapters.postgres.schema_move.names import Name

# Without those of partitions, which belong to the partitioned table, and those of tables that
# were put aside.
INBOUND = """
    SELECT k.conrelid::regclass::text, k.conname, pg_get_constraintdef(k.oid),
        format(' REFERENCES %%s(', k.confrelid::regclass)
    FROM pg_constraint k
        JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE k.contype = 'f' AND k.confrelid = %(table)s::regclass AND k.conparentid = 0
        AND k.conrelid <> k.confrelid AND n.nspname <> %(quarantine)s
    ORDER BY 1, 2
"""
REFERRING = """
    SELECT DISTINCT conrelid::regclass::text FROM pg_constraint
    WHERE contype = 'f' AND confrelid = ANY(%s) AND conrelid <> confrelid ORDER BY 1
"""
OUTBOUND = """
    SELECT k.conrelid::regclass::text, k.conname, pg_get_constraintdef(k.oid)
    FROM pg_constraint k
        JOIN pg_class c ON c.oid = k.confrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE k.contype = 'f' AND k.conrelid = %(table)s::regclass AND k.conparentid = 0
        AND k.conrelid <> k.confrelid AND n.nspname <> %(quarantine)s
    ORDER BY 1, 2
"""
ALIKE = """
    SELECT EXISTS (
        SELECT FROM pg_constraint
        WHERE conrelid = %s::regclass AND pg_get_constraintdef(oid) = %s
    )
"""


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A foreign key; `table` is a quoted SQL name, `is_there` means that it already exists."""

    table: str
    name: str
    definition: str
    is_there: bool = False

    def __str__(self) -> str:
        return f"{self.name} on {self.table}: {self.definition}"


def referring_tables(cursor: CursorWrapper, oids: Collection[int]) -> list[str]:
    """Return the quoted SQL names of the other tables that refer to these."""
    with pinned(cursor):
        cursor.execute(REFERRING, [list(oids)])
        return [table for (table,) in cursor.fetchall()]


def point_elsewhere(cursor: CursorWrapper, *, loser: Name, winner: Name) -> tuple[ForeignKey, ...]:
    """Change every foreign key to the loser into one to the winner; return the new ones."""
    pointed = tuple(_inbound(cursor, loser, winner))
    for key in pointed:
        changes = [f"DROP CONSTRAINT {quote(key.name)}"]
        if not key.is_there:
            changes.append(f"ADD CONSTRAINT {quote(key.name)} {key.definition}")
        cursor.execute(f"ALTER TABLE {key.table} {', '.join(changes)}")
    return pointed


def untie(cursor: CursorWrapper, loser: Name) -> tuple[ForeignKey, ...]:
    """Drop the foreign keys of the loser that would prevent the deletion of rows in use."""
    with pinned(cursor):
        cursor.execute(OUTBOUND, {"table": loser.quoted, "quarantine": QUARANTINE})
        keys = tuple(ForeignKey(*row) for row in cursor.fetchall())
    for key in keys:
        cursor.execute(f"ALTER TABLE {key.table} DROP CONSTRAINT {quote(key.name)}")
    return keys


def _inbound(cursor: CursorWrapper, loser: Name, winner: Name) -> Iterator[ForeignKey]:
    with pinned(cursor):
        cursor.execute("SELECT %s::regclass::text", [winner.quoted])
        (place,) = cursor.fetchone()
        cursor.execute(INBOUND, {"table": loser.quoted, "quarantine": QUARANTINE})
        for table, name, definition, target in cursor.fetchall():
            new = definition.replace(target, f" REFERENCES {place}(", 1)
            cursor.execute(ALIKE, [table, new])
            yield ForeignKey(table, name, new, is_there=cursor.fetchone()[0])
