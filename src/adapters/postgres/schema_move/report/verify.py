"""Verifies that the tables are complete, in their places and accessible to their users."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from adapters.postgres.schema_move.inspect.finding import find
from adapters.postgres.schema_move.inspect.grants import usage_grants
from adapters.postgres.schema_move.inspect.inventory import take_inventory
from adapters.postgres.schema_move.ledger import ledger
from adapters.postgres.schema_move.ledger.contents import contents_of
from adapters.postgres.schema_move.ledger.foreign_keys import RecordedForeignKey, lost_foreign_keys
from adapters.postgres.schema_move.ledger.ledger import Entry
from adapters.postgres.schema_move.ledger.unreverted import unreverted_moves
from adapters.postgres.schema_move.names import Name
from adapters.postgres.schema_move.preflight.session import observation
from adapters.postgres.schema_move.preflight.snapshot import Situation, Task, read_situation
from adapters.postgres.schema_move.preflight.structure import our_tables, structure_faults
from adapters.postgres.schema_move.report.sequence_faults import sequence_faults
from adapters.postgres.schema_move.tables import LEDGER


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedTable:
    """A table; `rows` and `checksum` are None unless all rows were read."""

    table: Name
    oid: int
    relfilenode: int
    rows: int | None = None
    checksum: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    id: int
    action: str
    moved_at: datetime
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """The result; `faults` is empty if everything is in order.

    `asides` are the copies that were put aside; `runs` are the ledger's entries without their
    certificates.
    """

    runs: tuple[Run, ...]
    tables: tuple[VerifiedTable, ...]
    asides: tuple[VerifiedTable, ...]
    faults: tuple[str, ...]

    @property
    def exit_code(self) -> int:
        return 1 if self.faults else 0

    def facts(self) -> dict[str, Any]:
        """Return the verification as JSON types."""
        return asdict(self)


def verify(task: Task, *, deep: bool) -> Verification:
    """Check the tables and the ledger; with `deep`, also read all rows and sum them up."""
    with observation(task.connection, task.timeouts) as cursor:
        situation = read_situation(cursor, task)
        entries = ledger.read(cursor)
        moves = unreverted_moves(entries)
        ours = our_tables(cursor)
        present = [p.target for p in situation.placements if p.state == "in_place"]
        rows_aside = {moved.aside: moved.aside_rows for moved in moves if moved.aside}
        asides = tuple(_tables(cursor, list(rows_aside), deep=deep))
        return Verification(
            runs=tuple(
                Run(id=entry.id, action=entry.action, moved_at=entry.moved_at, role=entry.role)
                for entry in entries
            ),
            tables=tuple(_tables(cursor, present, deep=deep)),
            asides=asides,
            faults=(
                *_unfinished(situation),
                *_lost(cursor, {m.target: m.oid for m in moves}, list(rows_aside)),
                *_thinned(asides, rows_aside),
                *_closed(cursor, present),
                *structure_faults(cursor, task, ours),
                *lost_foreign_keys(cursor, _recorded(entries)),
                *sequence_faults(cursor, (*ours.values(), *find(cursor, [LEDGER]))),
            ),
        )


def _tables(cursor: CursorWrapper, names: list[Name], *, deep: bool) -> Iterator[VerifiedTable]:
    for relation in find(cursor, names):
        inventory = take_inventory(cursor, [relation.oid])[relation.oid]
        contents = contents_of(cursor, relation) if deep else None
        yield VerifiedTable(
            table=relation.name,
            oid=relation.oid,
            relfilenode=inventory.relfilenode,
            rows=contents.rows if contents else None,
            checksum=contents.checksum if contents else None,
        )


def _unfinished(situation: Situation) -> Iterator[str]:
    yield from situation.conflicts
    yield from situation.refusals
    for step in situation.steps:
        if step.is_move:
            yield f"{step.target} is still at {step.source}: manage.py schema_move apply"
        for rename in situation.renames[step.target]:
            yield (
                f"{step.target}: the {rename.kind} {rename.old} should be named {rename.new}: "
                f"manage.py schema_move apply"
            )
    for placement in situation.placements:
        if placement.state == "absent" and not placement.definition.is_optional:
            yield f"{placement.target} does not exist: manage.py migrate"


def _lost(cursor: CursorWrapper, moved: dict[Name, int], asides: list[Name]) -> Iterator[str]:
    oids = {relation.name: relation.oid for relation in find(cursor, [*moved, *asides])}
    for name, oid in moved.items():
        if oids.get(name) != oid:
            yield (
                f"{name} is not the table that was moved there: its oid was {oid} and is now "
                f"{oids.get(name, 'none')}"
            )
    for aside in asides:
        if aside not in oids:
            yield f"{aside}, a copy that was put aside, no longer exists"


def _thinned(asides: Iterable[VerifiedTable], rows: Mapping[Name, int | None]) -> Iterator[str]:
    """Yield a fault for each copy that was put aside and has another number of rows now."""
    for aside in asides:
        if aside.rows not in (None, rows[aside.table]):
            was = rows[aside.table]
            yield f"{aside.table} had {was} rows when it was put aside, and has {aside.rows} now"


def _closed(cursor: CursorWrapper, names: list[Name]) -> Iterator[str]:
    for relation in find(cursor, names):
        for grant in usage_grants(cursor, [relation.oid], relation.name.schema):
            yield f"a role with privileges on {relation.name} cannot use its schema: {grant};"


def _recorded(entries: Iterable[Entry]) -> Iterator[RecordedForeignKey]:
    """Yield the recorded foreign keys; certificates of earlier releases have none."""
    for entry in entries:
        for facts in entry.facts.get("foreign_keys", ()):
            yield RecordedForeignKey.of(facts)
