"""Plans a move; changes and locks nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.db.backends.utils import CursorWrapper

from adapters.postgres.blockers import Blocker, blockers_of
from adapters.postgres.schema_move.copies.copies import Comparison
from adapters.postgres.schema_move.copies.references import referring_tables
from adapters.postgres.schema_move.inspect.classification import Placement, State
from adapters.postgres.schema_move.inspect.dependants import (
    broken_by_move,
    count_rows,
    dependants_of,
    size_of,
)
from adapters.postgres.schema_move.inspect.renames import Rename
from adapters.postgres.schema_move.names import Name
from adapters.postgres.schema_move.preflight.requirements import Step
from adapters.postgres.schema_move.preflight.session import observation
from adapters.postgres.schema_move.preflight.snapshot import Situation, Task, read_situation

NOTHING_TO_DO, WORK_TO_DO, REFUSED = range(3)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedTable:
    """`sources` are the places of the table, with the number of rows and bytes.

    Rows and bytes are None if the role cannot read them, or if another session locks the table.
    `dependants` move with the table; `breaks` are objects that refer to its old name.
    """

    target: Name
    state: State
    sources: tuple[Name, ...]
    rows: tuple[int | None, ...]
    bytes: tuple[int | None, ...]
    renames: tuple[Rename, ...]
    dependants: tuple[str, ...]
    breaks: tuple[str, ...]
    blockers: tuple[Blocker, ...]
    comparison: Comparison | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """`conflicts` and `refusals` are the errors of `apply`; each says what to do."""

    tables: tuple[PlannedTable, ...]
    conflicts: tuple[str, ...]
    refusals: tuple[str, ...]
    has_work: bool

    @property
    def exit_code(self) -> int:
        if self.conflicts or self.refusals:
            return REFUSED
        return WORK_TO_DO if self.has_work else NOTHING_TO_DO

    def facts(self) -> dict[str, Any]:
        """Return the plan as JSON types."""
        return asdict(self)


def plan(task: Task) -> Plan:
    """Return what `apply` would do, as far as it is known before the lock."""
    with observation(task.connection, task.timeouts) as cursor:
        situation = read_situation(cursor, task)
        return Plan(
            tables=tuple(_tables(cursor, situation)),
            conflicts=situation.conflicts,
            refusals=situation.refusals,
            has_work=bool(situation.steps),
        )


def _tables(cursor: CursorWrapper, situation: Situation) -> Iterator[PlannedTable]:
    steps = {step.target: step for step in situation.steps}
    for placement in situation.placements:
        step = steps.get(placement.target)
        names = tuple(table.name for table in placement.tables)
        yield PlannedTable(
            target=placement.target,
            state=placement.state,
            sources=names,
            rows=tuple(count_rows(cursor, t.name, t.oid) for t in placement.tables),
            bytes=tuple(size_of(cursor, t.oid) for t in placement.tables),
            renames=situation.renames.get(placement.target, ()),
            dependants=_dependants(cursor, placement),
            breaks=_breaks(cursor, step),
            blockers=_blockers(cursor, situation, names) if step else (),
            comparison=situation.comparisons.get(placement.target),
        )


def _blockers(
    cursor: CursorWrapper, situation: Situation, names: Iterable[Name]
) -> tuple[Blocker, ...]:
    """Return the blockers, or () if the role may not read them."""
    if situation.refusals:
        return ()
    wanted = set(names)
    aside = [table.oid for table in situation.put_aside if table.name in wanted]
    tables = [name.quoted for name in names]
    return blockers_of(cursor, [*tables, *referring_tables(cursor, aside)])


def _dependants(cursor: CursorWrapper, placement: Placement) -> tuple[str, ...]:
    return tuple(text for table in placement.tables for text in dependants_of(cursor, table.oid))


def _breaks(cursor: CursorWrapper, step: Step | None) -> tuple[str, ...]:
    return broken_by_move(cursor, step.oid, step.source) if step and step.is_move else ()
