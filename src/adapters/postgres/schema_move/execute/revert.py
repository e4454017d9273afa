"""Moves the tables back to their old places and names."""

import time
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from django.db.backends.utils import CursorWrapper

from adapters.postgres.locks import with_short_locks
from adapters.postgres.schema_move.errors import MoveConflictError, PreflightError
from adapters.postgres.schema_move.execute.moves import move_back
from adapters.postgres.schema_move.execute.steps import run
from adapters.postgres.schema_move.execute.views import drop, find_views
from adapters.postgres.schema_move.inspect.finding import find
from adapters.postgres.schema_move.inspect.inventory import prove, sequences_of, take_inventory
from adapters.postgres.schema_move.inspect.renames import Rename, present_parts
from adapters.postgres.schema_move.ledger import ledger
from adapters.postgres.schema_move.ledger.certificate import (
    Certificate,
    MovedTable,
    empty_certificate,
)
from adapters.postgres.schema_move.ledger.unreverted import Moved, merge_faults, unreverted_moves
from adapters.postgres.schema_move.names import Name
from adapters.postgres.schema_move.preflight.requirements import Step, faults_of
from adapters.postgres.schema_move.preflight.session import ensure_schemas, movement
from adapters.postgres.schema_move.preflight.snapshot import Task

NOTHING = (
    "there is nothing to undo: the ledger has no move that is still in effect, and tables that "
    "were never moved stay in their places"
)


def revert(task: Task) -> Certificate:
    """Undo all moves in the ledger that are still in effect, in one transaction.

    Granted privileges, and constraints that were added since, remain.

    Raises:
        PreflightError: if there is nothing to undo, or if two copies were merged.
        MoveConflictError: if a table no longer exists, or its old name does.
        LockTimeoutError: if other sessions hold locks on the tables until the deadline.

    """
    with movement(task.connection, task.timeouts) as cursor:
        moves = unreverted_moves(ledger.read(cursor))
        _refuse(cursor, moves)
        ensure_schemas(cursor, {moved.source.schema for moved in moves})
        back = Back(task=task, moves=moves, certificate=empty_certificate(cursor, "revert"))
        locked = _lockable(moves, find_views(cursor, task.groups))
        with_short_locks(
            task.connection,
            locked,
            back.run,
            neighbours=[name.quoted for name in sequences_of(cursor, [m.oid for m in moves])],
            timeouts=task.timeouts,
        )
    return replace(back.certificate, lock_ms=back.milliseconds())


@dataclass(slots=True, kw_only=True)
class Back:
    """`run` can be called again after a failure; `certificate` describes the last run."""

    task: Task
    moves: tuple[Moved, ...]
    certificate: Certificate
    started: float = 0.0

    def run(self) -> None:
        """Run all statements; the tables must be locked."""
        self.started = time.monotonic()
        with self.task.connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            if faults := tuple(_misplaced(cursor, self.moves)):
                raise MoveConflictError(faults)
            views = find_views(cursor, self.task.groups)
            drop(cursor, views)
            tables = tuple(self._tables(cursor))
            self.certificate = replace(
                self.certificate, tables=tables, views=views, lock_ms=self.milliseconds()
            )
            ledger.write(cursor, "revert", self.certificate.facts())

    def milliseconds(self) -> float:
        """Return how long ago the locks were acquired."""
        return round((time.monotonic() - self.started) * 1000, 1)

    def _tables(self, cursor: CursorWrapper) -> Iterator[MovedTable]:
        oids = [moved.oid for moved in self.moves]
        before = take_inventory(cursor, oids)
        renames = {moved.oid: tuple(_renames(cursor, moved)) for moved in self.moves}
        for moved in self.moves:
            run(cursor, (rename.sql(moved.target) for rename in renames[moved.oid]))
            run(cursor, move_back(moved.source, moved.target))
        after = take_inventory(cursor, oids)
        prove({moved.oid: moved.source for moved in self.moves}, before, after)
        for moved in self.moves:
            yield MovedTable(
                source=moved.target,
                target=moved.source,
                renames=renames[moved.oid],
                inventory=after[moved.oid],
            )


def _lockable(moves: Iterable[Moved], views: Collection[Name]) -> list[str]:
    """Return the quoted SQL name of the relation to lock: the view of a table, if it has one.

    PostgreSQL then locks the view before the table, in the same order as its users do, which
    avoids deadlocks.
    """
    return [(m.source if m.source in views else m.target).quoted for m in moves]


def _renames(cursor: CursorWrapper, moved: Moved) -> Iterator[Rename]:
    """Yield the reverse renames, without objects that others have dropped or renamed since."""
    present = set(present_parts(cursor, moved.oid))
    for rename in reversed(moved.renames):
        if (rename.kind, rename.new) in present:
            present.remove((rename.kind, rename.new))
            present.add((rename.kind, rename.old))
            yield rename.reversed()


def _refuse(cursor: CursorWrapper, moves: tuple[Moved, ...]) -> None:
    if not moves:
        raise PreflightError([NOTHING])
    steps = [Step(oid=m.oid, source=m.target, target=m.source) for m in moves]
    faults = (*merge_faults(moves), *faults_of(cursor, steps))
    if faults:
        raise PreflightError(faults)
    if conflicts := tuple(_misplaced(cursor, moves)):
        raise MoveConflictError(conflicts)


def _misplaced(cursor: CursorWrapper, moves: Iterable[Moved]) -> Iterator[str]:
    for moved in moves:
        if [relation.oid for relation in find(cursor, [moved.target])] != [moved.oid]:
            yield f"{moved.target} is not the table that was moved there (oid {moved.oid})"
        for relation in find(cursor, [moved.source]):
            if not relation.is_ours:
                yield f"{moved.source} already exists: rename it and run the command again"
