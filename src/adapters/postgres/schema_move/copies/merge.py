"""Copies rows from one copy of a table to the other."""

from django.db.backends.utils import CursorWrapper

from adapters.postgres.backend.names import quote
from adapters.postgres.schema_move.copies.comparison import Comparison
from adapters.postgres.schema_move.errors import MoveConflictError
from adapters.postgres.schema_move.inspect.checksums import (
    TEXT_SETTINGS,
    Fingerprint,
    fingerprint,
    pinned,
    row_text,
    sum_up,
)
from adapters.postgres.schema_move.names import Name

# Equal rows are numbered, so that only the missing number of duplicates is copied.
MISSING = """(
    SELECT theirs.* FROM (
        SELECT *, {text} AS "its text",
            row_number() OVER (PARTITION BY {text}) AS "its number"
        FROM {loser}
    ) theirs
    WHERE NOT EXISTS (
        SELECT FROM (
            SELECT {text} AS "its text", row_number() OVER (PARTITION BY {text}) AS "its number"
            FROM {winner}
        ) ours
        WHERE ours."its text" = theirs."its text" AND ours."its number" = theirs."its number"
    )
) missing"""
COPY = """
    INSERT INTO {winner} ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM {missing}
"""
GENERATED = """
    SELECT attname FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND attgenerated <> ''
"""


def merge_rows(cursor: CursorWrapper, comparison: Comparison) -> int:
    """Copy the rows that only the loser has, with their ids, to the winner; return the number.

    Raises:
        IntegrityError: if a row violates a constraint of the winner.
        MoveConflictError: if a trigger or a rule changed the copied rows.

    """
    winner, columns = comparison.winner, comparison.columns
    text = row_text(columns)
    missing = MISSING.format(text=text, loser=comparison.loser.quoted, winner=winner.quoted)
    before = fingerprint(cursor, winner, columns)
    with pinned(cursor):
        added = sum_up(cursor, '"its text"', missing)
    cursor.execute(GENERATED, [winner.quoted])
    generated = {column for (column,) in cursor.fetchall()}
    named = ", ".join(quote(column) for column in columns if column not in generated)
    # Triggers run here, and may depend on the usual search path.
    with pinned(cursor, TEXT_SETTINGS):
        cursor.execute(COPY.format(winner=winner.quoted, columns=named, missing=missing))
        # Run deferred checks now: a table with pending checks cannot be altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    _check(winner, fingerprint(cursor, winner, columns), before, added)
    return added.rows


def _check(winner: Name, after: Fingerprint, before: Fingerprint, added: Fingerprint) -> None:
    if after != (before.rows + added.rows, before.checksum + added.checksum):
        advice = f"disable it for the merge: ALTER TABLE {winner.quoted} DISABLE TRIGGER USER;"
        fault = f"{winner}: a trigger or a rule changes the rows that are copied to it"
        raise MoveConflictError([f"{fault}: {advice}"])
