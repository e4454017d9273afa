"""The sequences that fill the columns of a table."""

from typing import NamedTuple

from django.db.backends.utils import CursorWrapper

from adapters.postgres.backend.names import join, quote
from adapters.postgres.schema_move.names import Name

# The sequences that a column owns, and those that its default calls.
COUNTERS = """
    SELECT a.attname, n.nspname, s.relname, q.seqincrement, q.seqmin, q.seqmax, q.seqcycle
    FROM (
        SELECT objid AS sequence, refobjsubid AS number FROM pg_depend
        WHERE classid = 'pg_class'::regclass AND deptype IN ('a', 'i')
            AND refclassid = 'pg_class'::regclass AND refobjid = %(table)s::regclass
        UNION
        SELECT d.refobjid, f.adnum FROM pg_attrdef f
            JOIN pg_depend d ON d.classid = 'pg_attrdef'::regclass AND d.objid = f.oid
        WHERE d.refclassid = 'pg_class'::regclass AND f.adrelid = %(table)s::regclass
    ) used
        JOIN pg_sequence q ON q.seqrelid = used.sequence
        JOIN pg_class s ON s.oid = used.sequence
        JOIN pg_namespace n ON n.oid = s.relnamespace
        JOIN pg_attribute a ON a.attrelid = %(table)s::regclass AND a.attnum = used.number
    WHERE a.atttypid IN ('smallint'::regtype, 'integer'::regtype, 'bigint'::regtype)
    ORDER BY 1, 2, 3
"""
SHARED = """
    SELECT n.nspname, s.relname
    FROM pg_depend owned
        JOIN pg_depend used ON used.refobjid = owned.objid AND used.classid = 'pg_attrdef'::regclass
        JOIN pg_attrdef f ON f.oid = used.objid AND f.adrelid = %(winner)s::regclass
        JOIN pg_class s ON s.oid = owned.objid AND s.relkind = 'S'
        JOIN pg_namespace n ON n.oid = s.relnamespace
    WHERE owned.refobjid = %(loser)s::regclass AND owned.deptype = 'a'
        AND owned.classid = 'pg_class'::regclass AND owned.refclassid = 'pg_class'::regclass
"""
STATE = "SELECT last_value, is_called FROM {sequence}"
BEYOND = "SELECT coalesce(max({column}), 0) + 1 FROM {table}"


class Counter(NamedTuple):
    """A sequence and the column that it fills; `increment` is negative if it counts down."""

    column: str
    schema: str
    sequence: str
    increment: int
    minimum: int
    maximum: int
    cycles: bool

    @property
    def quoted(self) -> str:
        return join(self.schema, self.sequence)


class Advance(NamedTuple):
    """The next value of a column's sequence."""

    column: str
    next_value: int


def advance(cursor: CursorWrapper, *, winner: Name, loser: Name) -> tuple[Advance, ...]:
    """Advance the winner's sequences beyond those of both copies and beyond all stored values.

    Uses RESTART, because ROLLBACK does not undo setval. A descending sequence is not changed.
    """
    rivals = [rival for rival in counters_of(cursor, loser) if rival.increment > 0]
    advances = []
    for counter in counters_of(cursor, winner):
        if counter.increment < 0:
            continue
        own = next_value(cursor, counter)
        others = [next_value(cursor, r) for r in rivals if r.column == counter.column]
        highest = max(own, _beyond_rows(cursor, winner, counter.column), *others)
        if highest > own:
            cursor.execute(f"ALTER SEQUENCE {counter.quoted} RESTART WITH {highest}")
        advances.append(Advance(counter.column, highest))
    return tuple(advances)


def release_shared(cursor: CursorWrapper, *, winner: Name, loser: Name) -> None:
    """Detach a sequence from the loser if the winner uses it, so that it survives a DROP.

    Two tables share a sequence if one was created `LIKE` the other.
    """
    cursor.execute(SHARED, {"winner": winner.quoted, "loser": loser.quoted})
    for schema, sequence in cursor.fetchall():
        cursor.execute(f"ALTER SEQUENCE {join(schema, sequence)} OWNED BY NONE")


def counters_of(cursor: CursorWrapper, table: Name) -> tuple[Counter, ...]:
    cursor.execute(COUNTERS, {"table": table.quoted})
    return tuple(Counter(*row) for row in cursor.fetchall())


def next_value(cursor: CursorWrapper, counter: Counter) -> int:
    """Return what `nextval` would return, possibly beyond the limit; consumes no value."""
    cursor.execute(STATE.format(sequence=counter.quoted))
    last, is_called = cursor.fetchone()
    return int(last) + (counter.increment if is_called else 0)


def _beyond_rows(cursor: CursorWrapper, table: Name, column: str) -> int:
    cursor.execute(BEYOND.format(column=quote(column), table=table.quoted))
    return int(cursor.fetchone()[0])
