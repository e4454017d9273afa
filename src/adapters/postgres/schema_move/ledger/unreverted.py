"""Finds the moves in the ledger that are still in effect; no database access."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from adapters.postgres.schema_move.inspect.renames import Rename
from adapters.postgres.schema_move.ledger.ledger import Entry
from adapters.postgres.schema_move.names import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A move in the ledger; `run` is the id of its entry.

    `aside` is the copy that was put aside, and `aside_rows` its number of rows.
    """

    run: int
    oid: int
    source: Name
    target: Name
    renames: tuple[Rename, ...]
    aside: Name | None = None
    aside_rows: int | None = None

    @property
    def is_move(self) -> bool:
        return self.source != self.target or self.aside is not None


def unreverted_moves(entries: Iterable[Entry]) -> tuple[Moved, ...]:
    """Return the moves that were not undone, the oldest first, with all renames since.

    A table that was not moved is omitted, unless it was made of two copies.
    """
    standing: list[Moved] = []
    for entry in entries:
        tables = [_moved(entry, facts) for facts in entry.facts["tables"]]
        if entry.action == "apply":
            renamed = {table.oid: table.renames for table in tables if not table.is_move}
            standing = [replace(t, renames=t.renames + renamed.get(t.oid, ())) for t in standing]
            standing.extend(table for table in tables if table.is_move)
        elif entry.action == "revert":
            undone = {(table.oid, table.source) for table in tables}
            standing = [table for table in standing if (table.oid, table.target) not in undone]
    return tuple(standing)


def merge_faults(moves: Iterable[Moved]) -> Iterator[str]:
    """Yield a fault for each merged table, whose new rows belong to neither copy."""
    for moved in moves:
        if moved.aside:
            yield (
                f"{moved.target} was merged from two copies in run {moved.run} and cannot be split "
                f"again; the other copy is complete in {moved.aside}"
            )


def _moved(entry: Entry, facts: Mapping[str, Any]) -> Moved:
    resolution = facts["resolution"]
    return Moved(
        run=entry.id,
        oid=facts["inventory"]["oid"],
        source=Name(**facts["source"]),
        target=Name(**facts["target"]),
        renames=tuple(Rename(**rename) for rename in facts["renames"]),
        aside=Name(**resolution["quarantined"]) if resolution else None,
        aside_rows=_rows_of_loser(facts["comparison"]) if resolution else None,
    )


def _rows_of_loser(comparison: Mapping[str, Any]) -> int:
    kept_won = comparison["winner"] == comparison["kept"]
    return int(comparison["other_count" if kept_won else "kept_count"])
