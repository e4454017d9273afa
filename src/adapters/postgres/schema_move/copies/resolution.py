"""Makes one table of two copies: one is kept, and the other is put aside."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import IntegrityError
from django.db.backends.utils import CursorWrapper

from adapters.postgres.schema_move.copies.comparison import Comparison
from adapters.postgres.schema_move.copies.merge import merge_rows
from adapters.postgres.schema_move.copies.quarantine import describe, quarantine
from adapters.postgres.schema_move.copies.references import ForeignKey, point_elsewhere, untie
from adapters.postgres.schema_move.copies.shapes import read_copy
from adapters.postgres.schema_move.errors import MoveConflictError
from adapters.postgres.schema_move.inspect.access import share_access
from adapters.postgres.schema_move.inspect.checksums import pinned
from adapters.postgres.schema_move.inspect.counters import Advance, advance, release_shared
from adapters.postgres.schema_move.names import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """The changes that were made; the caller moves the winner to its target.

    `loser` was renamed to `quarantined` and lost the foreign keys `untied` to tables in use. The
    winner received `merged_rows` rows, the constraints `demands`, the foreign keys `pointed`,
    new values for its `sequences`, and the privileges `grants`. `left_behind` continues to read
    the loser.
    """

    winner: Name
    loser: Name
    quarantined: Name
    merged_rows: int
    demands: tuple[str, ...]
    pointed: tuple[ForeignKey, ...]
    untied: tuple[ForeignKey, ...]
    sequences: tuple[Advance, ...]
    grants: tuple[str, ...]
    left_behind: tuple[str, ...]


def resolve(
    cursor: CursorWrapper, comparison: Comparison, *, target: Name, merge: bool = False
) -> Resolution:
    """Make one table of two locked copies, in the open transaction.

    Call it for referenced tables first, because their rows must exist before those that refer to
    them. No row is changed or deleted, and no table is dropped.

    Raises:
        MoveConflictError: with all reasons; the caller must roll back.
        PreflightError: with the missing GRANT.

    """
    refusals = comparison.refusals(target=target, merge=merge)
    if refusals:
        raise MoveConflictError(refusals)
    with _conflicts_named(comparison):
        # A table with pending deferred checks cannot be altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        return _resolve(cursor, comparison)


def _resolve(cursor: CursorWrapper, comparison: Comparison) -> Resolution:
    winner, loser = comparison.winner, comparison.loser
    wanted = _missing_demands(cursor, winner=winner, loser=loser)
    merged = merge_rows(cursor, comparison) if comparison.needs_merge else 0
    for statement in wanted:
        cursor.execute(statement)
    pointed = point_elsewhere(cursor, winner=winner, loser=loser)
    sequences = advance(cursor, winner=winner, loser=loser)
    grants = share_access(cursor, winner=winner, loser=loser)
    release_shared(cursor, winner=winner, loser=loser)
    quarantined = quarantine(cursor, loser)
    untied = untie(cursor, quarantined)
    describe(cursor, quarantined, _history(loser, winner, untied))
    return Resolution(
        winner=winner,
        loser=loser,
        quarantined=quarantined,
        merged_rows=merged,
        demands=wanted,
        pointed=pointed,
        untied=untied,
        sequences=sequences,
        grants=grants,
        left_behind=comparison.left_behind,
    )


def _missing_demands(cursor: CursorWrapper, *, winner: Name, loser: Name) -> tuple[str, ...]:
    """Return the statements that add to the winner the constraints that only the loser has."""
    with pinned(cursor):
        has, lacks = read_copy(cursor, winner), read_copy(cursor, loser)
    statements = [
        f"{before}{winner.quoted}{after}"
        for demand, (before, after) in lacks.demands.items()
        if demand not in has.demands
    ]
    if has.primary:
        statements = [
            statement.replace(" ADD PRIMARY KEY ", " ADD UNIQUE ") for statement in statements
        ]
    return tuple(statements)


def _history(loser: Name, winner: Name, untied: tuple[ForeignKey, ...]) -> str:
    first = f"Was {loser} until a schema move kept {winner} and put this copy aside."
    return "\n".join([first, *(f"Had the foreign key {key}" for key in untied)])


@contextmanager
def _conflicts_named(comparison: Comparison) -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        both = f"{comparison.kept} and {comparison.other} cannot be merged into one table"
        raise MoveConflictError([f"{both}: {str(error).strip()}"]) from error
