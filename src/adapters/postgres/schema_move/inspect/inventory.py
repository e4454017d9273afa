"""The inventory of a table that a move must not change: file, grants, sequences, dependants."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.db.backends.utils import CursorWrapper

from adapters.postgres.schema_move.errors import MoveConflictError
from adapters.postgres.schema_move.names import Name

TABLES = """
    SELECT c.oid::bigint, pg_relation_filenode(c.oid)::bigint, coalesce(c.relacl::text, ''),
        ARRAY(
            SELECT concat_ws(' ', d.classid::int8, d.objid, d.objsubid, d.refobjsubid, d.deptype)
            FROM pg_depend d
            WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid
            ORDER BY 1
        )
    FROM pg_class c WHERE c.oid = ANY(%s) ORDER BY c.oid
"""
SEQUENCES = """
    SELECT d.refobjid::bigint, s.oid::bigint, n.nspname, s.relname
    FROM pg_depend d
        JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
        JOIN pg_namespace n ON n.oid = s.relnamespace
    WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
        AND d.refobjid = ANY(%s) AND d.deptype IN ('a', 'i')
    ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SequenceValue:
    oid: int
    last_value: int
    is_called: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """`dependants` are catalogue entries, and `grants` is PostgreSQL's text of the access list."""

    oid: int
    relfilenode: int
    grants: str
    dependants: tuple[str, ...]
    sequences: tuple[SequenceValue, ...]


def take_inventory(cursor: CursorWrapper, oids: Collection[int]) -> dict[int, Inventory]:
    """Return the inventory of each table by oid; the time does not depend on the rows."""
    values = _sequence_values(cursor, oids)
    cursor.execute(TABLES, [list(oids)])
    return {
        oid: Inventory(
            oid=oid,
            relfilenode=relfilenode,
            grants=grants,
            dependants=tuple(dependants),
            sequences=tuple(value for table, value in values if table == oid),
        )
        for oid, relfilenode, grants, dependants in cursor.fetchall()
    }


def differences(before: Inventory, after: Inventory) -> Iterator[str]:
    """Yield the differences between two inventories of a table."""
    if before.relfilenode != after.relfilenode:
        yield f"its file was {before.relfilenode} and is now {after.relfilenode}"
    if before.grants != after.grants:
        yield f"its grants were {before.grants} and are now {after.grants}"
    if before.dependants != after.dependants:
        changed = sorted({*before.dependants} ^ {*after.dependants})
        yield f"its dependants have changed: {', '.join(changed)}"
    if len(before.sequences) != len(after.sequences) or any(
        was.oid != now.oid or now.last_value < was.last_value
        for was, now in zip(before.sequences, after.sequences, strict=True)
    ):
        yield f"its sequences were {before.sequences} and are now {after.sequences}"


def prove(
    names: Mapping[int, Name], before: Mapping[int, Inventory], after: Mapping[int, Inventory]
) -> None:
    """Raise a MoveConflictError if the inventory of a table has changed; `names` is by oid."""
    faults = [
        f"{name} would be changed by the move: {fault}"
        for oid, name in names.items()
        for fault in differences(before[oid], after[oid])
    ]
    if faults:
        raise MoveConflictError(faults)


def sequences_of(cursor: CursorWrapper, oids: Collection[int]) -> tuple[Name, ...]:
    """Return the sequences that the tables own, which move with them."""
    cursor.execute(SEQUENCES, [list(oids)])
    return tuple(Name(*name) for _, _, *name in cursor.fetchall())


def _sequence_values(
    cursor: CursorWrapper, oids: Collection[int]
) -> list[tuple[int, SequenceValue]]:
    cursor.execute(SEQUENCES, [list(oids)])
    rows = cursor.fetchall()
    if not rows:
        return []
    cursor.execute(
        " UNION ALL ".join(
            f"SELECT {table}, {oid}, last_value, is_called FROM {Name(*name).quoted}"  # noqa: S608 - quoted
            for table, oid, *name in rows
        )
    )
    return [
        (table, SequenceValue(oid=oid, last_value=last_value, is_called=is_called))
        for table, oid, last_value, is_called in sorted(cursor.fetchall())
    ]
