"""The sequences that fill the columns of a table that stands for two."""

from typing import NamedTuple

from django.db.backends.utils import CursorWrapper

from adapters.postgres.backend.names import join, quote
from adapters.postgres.schema_move.relations import Name

# Those that a column owns, and those that its default asks. One that counts down is left alone.
COUNTERS = """
    SELECT a.attname, n.nspname, s.relname, q.seqincrement
    FROM (
        SELECT objid AS sequence, refobjsubid AS number FROM pg_depend
        WHERE classid = 'pg_class'::regclass AND deptype IN ('a', 'i')
            AND refclassid = 'pg_class'::regclass AND refobjid = %(table)s::regclass
        UNION
        SELECT d.refobjid, f.adnum FROM pg_attrdef f
            JOIN pg_depend d ON d.classid = 'pg_attrdef'::regclass AND d.objid = f.oid
        WHERE d.refclassid = 'pg_class'::regclass AND f.adrelid = %(table)s::regclass
    ) used
        JOIN pg_sequence q ON q.seqrelid = used.sequence AND q.seqincrement > 0
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
    """A sequence, the column that it fills and by how much it goes on."""

    column: str
    schema: str
    sequence: str
    increment: int

    @property
    def quoted(self) -> str:
        return join(self.schema, self.sequence)


class Advance(NamedTuple):
    """The value that a column's sequence gives next."""

    column: str
    next_value: int


def advance(cursor: CursorWrapper, *, winner: Name, loser: Name) -> tuple[Advance, ...]:
    """Set each sequence of the winner past those of both and past what its column holds.

    By RESTART and not by setval, which no ROLLBACK takes back.
    """
    rivals = _counters(cursor, loser)
    advances = []
    for counter in _counters(cursor, winner):
        own = _next_value(cursor, counter)
        others = [_next_value(cursor, r) for r in rivals if r.column == counter.column]
        highest = max(own, _beyond_rows(cursor, winner, counter.column), *others)
        if highest > own:
            cursor.execute(f"ALTER SEQUENCE {counter.quoted} RESTART WITH {highest}")
        advances.append(Advance(counter.column, highest))
    return tuple(advances)


def release_shared(cursor: CursorWrapper, *, winner: Name, loser: Name) -> None:
    """Let a sequence that the loser owns and the winner asks stay when the loser goes.

    Two tables have such a one when the one was made `LIKE` the other.
    """
    cursor.execute(SHARED, {"winner": winner.quoted, "loser": loser.quoted})
    for schema, sequence in cursor.fetchall():
        cursor.execute(f"ALTER SEQUENCE {join(schema, sequence)} OWNED BY NONE")


def _counters(cursor: CursorWrapper, table: Name) -> tuple[Counter, ...]:
    cursor.execute(COUNTERS, {"table": table.quoted})
    return tuple(Counter(*row) for row in cursor.fetchall())


def _next_value(cursor: CursorWrapper, counter: Counter) -> int:
    cursor.execute(STATE.format(sequence=counter.quoted))
    last, is_called = cursor.fetchone()
    return int(last) + (counter.increment if is_called else 0)


def _beyond_rows(cursor: CursorWrapper, table: Name, column: str) -> int:
    cursor.execute(BEYOND.format(column=quote(column), table=table.quoted))
    return int(cursor.fetchone()[0])
