"""All that is known before the first lock: what there is to do, and what forbids it."""

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
    """What is to be moved. `state` describes the models whose tables the groups' are.

    `merge` puts two copies that both have rows into one table. `leaves_views` leaves a view under
    each old name. `adopts` means that the tables are adopted next: a table that cannot be adopted
    is not moved. With `checks_migrations`, whatever would stop a pending migration is also a
    reason to refuse.
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
    """`comparisons` and `renames` are by the place where the table belongs.

    `steps` are the tables to move or rename, `put_aside` the copies that lose.
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
        """The tables to lock, as SQL writes them."""
        names = {step.source for step in self.steps} | {table.name for table in self.put_aside}
        return [name.quoted for name in sorted(names)]

    def refuse(self) -> None:
        """Raise a PreflightError or a MoveConflictError when something forbids the steps."""
        if self.conflicts:
            raise MoveConflictError([*self.conflicts, *self.refusals])
        if self.refusals:
            raise PreflightError(self.refusals)


def read_situation(cursor: CursorWrapper, task: Task) -> Situation:
    """Look at the tables, their copies, names and surroundings. Locks nothing."""
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
        natural_key=placement.subject.natural_key,
    )


def _expected(task: Task) -> dict[Name, Shape]:
    targets = {subject.target for group in task.groups for subject in group.subjects}
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
