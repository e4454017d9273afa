"""Reads the state of the tables before the first lock: the steps of a move, and the faults."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.migrations.state import ProjectState

from adapters.postgres.adoption.shapes.shape import Shape
from adapters.postgres.locks import LockTimeouts
from adapters.postgres.schema_move.copies import copies
from adapters.postgres.schema_move.copies.copies import Comparison
from adapters.postgres.schema_move.errors import MoveConflictError, PreflightError
from adapters.postgres.schema_move.inspect.classification import Placement, Relation
from adapters.postgres.schema_move.inspect.finding import find_placements
from adapters.postgres.schema_move.inspect.model_keys import model_keys
from adapters.postgres.schema_move.inspect.renames import Rename, expected_shapes, renames_of
from adapters.postgres.schema_move.names import Name
from adapters.postgres.schema_move.preflight.history import history_faults
from adapters.postgres.schema_move.preflight.migration_faults import (
    adoption_faults,
    migration_faults,
)
from adapters.postgres.schema_move.preflight.requirements import Step, faults_of
from adapters.postgres.schema_move.tables import EVERY_GROUP, Group


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A move to perform. `state` contains the models of the tables.

    `merge` allows two copies with different rows to be merged. `leaves_views` creates a view
    under each old name. `adopts` means that the tables are adopted next, which also renames their
    parts; a table that cannot be adopted is not moved. `checks_migrations` also refuses if a
    pending migration would fail.
    """

    connection: BaseDatabaseWrapper
    state: ProjectState
    groups: tuple[Group, ...] = EVERY_GROUP
    merge: bool = False
    leaves_views: bool = False
    adopts: bool = False
    checks_migrations: bool = False
    timeouts: LockTimeouts = field(default_factory=LockTimeouts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """The state of the tables; `comparisons` and `renames` are by target.

    `steps` are the tables to move or rename, `put_aside` the copies to put aside.
    """

    placements: tuple[Placement, ...]
    comparisons: Mapping[Name, Comparison]
    expected: Mapping[Name, Shape]
    renames: Mapping[Name, tuple[Rename, ...]]
    steps: tuple[Step, ...]
    put_aside: tuple[Relation, ...]
    conflicts: tuple[str, ...]
    refusals: tuple[str, ...] = ()

    @property
    def locked(self) -> list[str]:
        """The quoted SQL names of the tables to lock."""
        names = {step.source for step in self.steps} | {table.name for table in self.put_aside}
        return [name.quoted for name in sorted(names)]

    def refuse(self) -> None:
        """Raise a MoveConflictError or a PreflightError if there are faults."""
        if self.conflicts:
            raise MoveConflictError([*self.conflicts, *self.refusals])
        if self.refusals:
            raise PreflightError(self.refusals)


def read_situation(cursor: CursorWrapper, task: Task) -> Situation:
    """Read the tables, their copies, names and dependants, without locks."""
    placements = find_placements(cursor, task.groups)
    comparisons = {p.target: compare(cursor, p, task) for p in placements if p.state == "copies"}
    movable = [step for p in placements for step in _steps(p, comparisons)]
    expected = _expected(task) if movable else {}
    moves = {step.source: step.target for step in movable if step.is_move}
    renames = {
        step.target: renames_of(cursor, step.target, step.oid, expected, moves) for step in movable
    }
    to_rename = [target for target in renames if renames[target] and not task.adopts]
    changing = {*comparisons, *to_rename}
    steps = tuple(step for step in movable if step.is_move or step.target in changing)
    situation = Situation(
        placements=placements,
        comparisons=comparisons,
        expected=expected,
        renames=renames,
        steps=steps,
        put_aside=tuple(_put_aside(placements, comparisons)),
        conflicts=tuple(_conflicts(placements, comparisons, merge=task.merge)),
    )
    return replace(situation, refusals=tuple(dict.fromkeys(_refusals(cursor, task, situation))))


def compare(cursor: CursorWrapper, placement: Placement, task: Task) -> Comparison:
    kept, other = placement.tables
    keys = model_keys(task.state, placement.target)
    return copies.compare(
        cursor,
        kept.name,
        other.name,
        keys=keys,
        natural_key=placement.definition.natural_key,
    )


def _expected(task: Task) -> dict[Name, Shape]:
    targets = {definition.target for group in task.groups for definition in group.definitions}
    return expected_shapes(task.connection, task.state, targets)


def _steps(placement: Placement, comparisons: Mapping[Name, Comparison]) -> Iterator[Step]:
    if placement.state not in ("in_place", "move", "copies"):
        return
    comparison = comparisons.get(placement.target)
    source = comparison.winner if comparison else placement.tables[0].name
    (oid,) = [table.oid for table in placement.tables if table.name == source]
    yield Step(oid=oid, source=source, target=placement.target)


def _put_aside(
    placements: tuple[Placement, ...], comparisons: Mapping[Name, Comparison]
) -> Iterator[Relation]:
    for placement in placements:
        if comparison := comparisons.get(placement.target):
            yield from (t for t in placement.tables if t.name == comparison.loser)


def _refusals(cursor: CursorWrapper, task: Task, situation: Situation) -> Iterator[str]:
    closed = history_faults(cursor)
    yield from closed
    yield from (p.fault for p in situation.placements if p.state == "missing" and p.fault)
    yield from faults_of(
        cursor,
        situation.steps,
        put_aside=[relation.oid for relation in situation.put_aside],
        leaves_views=task.leaves_views,
    )
    if task.checks_migrations and not closed:
        yield from migration_faults(task.connection, cursor, situation.steps)
    elif task.adopts and not task.checks_migrations:
        yield from adoption_faults(task.connection, cursor, situation.steps, task.state)


def _conflicts(
    placements: tuple[Placement, ...], comparisons: Mapping[Name, Comparison], *, merge: bool
) -> Iterator[str]:
    for placement in placements:
        if placement.state == "conflict" and placement.fault:
            yield placement.fault
        if comparison := comparisons.get(placement.target):
            yield from comparison.refusals(target=placement.target, merge=merge)
