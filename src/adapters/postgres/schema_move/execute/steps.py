"""The changes under the lock; they take milliseconds, independent of the number of rows."""

import time
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace

from django.db.backends.utils import CursorWrapper

from adapters.postgres.schema_move.copies.copies import Comparison, Resolution, resolve
from adapters.postgres.schema_move.errors import MoveConflictError
from adapters.postgres.schema_move.execute.moves import move
from adapters.postgres.schema_move.execute.views import create_view
from adapters.postgres.schema_move.inspect.classification import Placement
from adapters.postgres.schema_move.inspect.finding import find_placements
from adapters.postgres.schema_move.inspect.grants import usage_grants
from adapters.postgres.schema_move.inspect.inventory import prove, take_inventory
from adapters.postgres.schema_move.inspect.renames import Rename, renames_of
from adapters.postgres.schema_move.ledger import ledger
from adapters.postgres.schema_move.ledger.certificate import Certificate, MovedTable
from adapters.postgres.schema_move.ledger.foreign_keys import inbound_foreign_keys
from adapters.postgres.schema_move.names import Name
from adapters.postgres.schema_move.preflight.requirements import Step
from adapters.postgres.schema_move.preflight.snapshot import Situation, Task, compare

type Settled = tuple[Comparison, Resolution]


@dataclass(slots=True, kw_only=True)
class Work:
    """`run` can be called again after a failure; `certificate` describes the last run.

    `ours` are the oids of the tables for which foreign keys of other tables are recorded.
    """

    task: Task
    situation: Situation
    certificate: Certificate
    ours: Collection[int] = ()
    started: float = field(default=0.0)

    def run(self) -> None:
        """Run all steps; the tables must be locked.

        Raises:
            MoveConflictError: if the tables changed before the locks were acquired.

        """
        self.started = time.monotonic()
        with self.task.connection.cursor() as cursor:
            # A table with pending deferred checks cannot be altered.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            if find_placements(cursor, self.task.groups) != self.situation.placements:
                raise MoveConflictError(
                    ["another session changed the tables: run the command again"]
                )
            settled = dict(self._settle(cursor))
            tables = tuple(self._tables(cursor, settled))
            self.certificate = replace(
                self.certificate,
                tables=tables,
                grants=tuple(self._let_in(cursor)),
                views=tuple(self._leave_views(cursor)),
                foreign_keys=inbound_foreign_keys(cursor, self.ours),
                lock_ms=self.milliseconds(),
            )
            ledger.write(cursor, "apply", self.certificate.facts())

    def milliseconds(self) -> float:
        """Return how long ago the locks were acquired."""
        return round((time.monotonic() - self.started) * 1000, 1)

    def _settle(self, cursor: CursorWrapper) -> Iterator[tuple[Name, Settled]]:
        """Resolve each pair of copies; compare again, because their rows may have changed."""
        for placement in self.situation.placements:
            if placement.state == "copies":
                comparison = compare(cursor, placement, self.task)
                self._check_winner(placement, comparison)
                done = resolve(cursor, comparison, target=placement.target, merge=self.task.merge)
                yield placement.target, (comparison, done)

    def _check_winner(self, placement: Placement, comparison: Comparison) -> None:
        before = self.situation.comparisons[placement.target]
        if comparison.winner != before.winner:
            raise MoveConflictError(
                [f"another session changed {placement.target}: run the command again"]
            )

    def _tables(self, cursor: CursorWrapper, settled: dict[Name, Settled]) -> Iterator[MovedTable]:
        steps = self.situation.steps
        oids = [step.oid for step in steps]
        before = take_inventory(cursor, oids)
        run(cursor, (sql for step in steps for sql in move(step.source, step.target)))
        renames = {step.target: self._renames(cursor, step) for step in steps}
        run(cursor, (rename.sql(table) for table, every in renames.items() for rename in every))
        after = take_inventory(cursor, oids)
        prove({step.oid: step.target for step in steps}, before, after)
        for step in steps:
            comparison, resolution = settled.get(step.target, (None, None))
            yield MovedTable(
                source=step.source,
                target=step.target,
                renames=renames[step.target],
                inventory=after[step.oid],
                comparison=comparison,
                resolution=resolution,
            )

    def _renames(self, cursor: CursorWrapper, step: Step) -> tuple[Rename, ...]:
        return renames_of(cursor, step.target, step.oid, self.situation.expected, {})

    def _let_in(self, cursor: CursorWrapper) -> Iterator[str]:
        for schema in sorted({step.target.schema for step in self.situation.steps}):
            oids = [step.oid for step in self.situation.steps if step.target.schema == schema]
            for statement in tuple(usage_grants(cursor, oids, schema)):
                cursor.execute(statement)
                yield statement

    def _leave_views(self, cursor: CursorWrapper) -> Iterator[Name]:
        if self.task.leaves_views:
            for old, target in self._old_names():
                create_view(cursor, old=old, table=target)
                yield old

    def _old_names(self) -> Iterator[tuple[Name, Name]]:
        """Yield each old name that is no longer in use, with the table that it referred to."""
        for step in self.situation.steps:
            comparison = self.situation.comparisons.get(step.target)
            if step.is_move:
                yield step.source, step.target
            elif comparison:
                yield comparison.loser, step.target


def run(cursor: CursorWrapper, statements: Iterable[str]) -> None:
    """Run the statements in one round trip."""
    if sql := "; ".join(statements):
        cursor.execute(sql)
