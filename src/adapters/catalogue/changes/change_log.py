"""What the log of changes says: which rows were written to since some position."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.db import connection

from adapters.catalogue.changes.position import POSITION, UNSEEN_OPEN, UNSEEN_SINCE_START, Position

_OF_FILTERS = frozenset({"filter", "filter_group"})

# Statements that are looked at; each has at most some thousand ids.
MOST_STATEMENTS = 2000
# Above this many rows, store products or listings it costs less to read everything.
MOST = 2000

# What was pruned is missed by who has not seen all that could be pruned by then.
_TEMPLATE = """
    SELECT now.*, held.is_there, log.kind, log.ids
    FROM ({position}) now
        CROSS JOIN LATERAL (
            SELECT now.server = %(server)s AND NOT EXISTS (
                SELECT FROM acted.catalogue_changes_pruned
                WHERE system = (SELECT system_identifier FROM pg_control_system())
                    AND (
                        pg_snapshot_xmax(pruned) > %(start)s::xid8
                        OR EXISTS (
                            SELECT FROM unnest(%(open)s::xid8[]) AS was_open (transaction)
                            WHERE pg_visible_in_snapshot(was_open.transaction, pruned)
                        )
                    )
            )
        ) held (is_there)
        LEFT JOIN (
            (
                SELECT kind, ids FROM acted.catalogue_changed
                WHERE {unseen_since_start} LIMIT %(limit)s
            )
            UNION ALL
            (SELECT kind, ids FROM acted.catalogue_changed WHERE {unseen_open} LIMIT %(limit)s)
        ) log ON held.is_there
"""
_PLACES = {"start": "%(start)s", "seen": "%(seen)s", "open": "%(open)s"}
_LOG = _TEMPLATE.format(
    position=POSITION,
    unseen_since_start=UNSEEN_SINCE_START.format(**_PLACES),
    unseen_open=UNSEEN_OPEN.format(**_PLACES),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """Ids of the rows that were written to since some position, by kind, and the position now."""

    position: Position
    ids: Mapping[str, frozenset[int]]

    @property
    def is_of_filters(self) -> bool:
        return not _OF_FILTERS.isdisjoint(self.ids)


def read_position(guard: str) -> Position:
    """Return the position of who reads everything in the snapshot of this statement."""
    with connection.cursor() as cursor:
        cursor.execute(POSITION)
        return Position.of(cursor.fetchone(), guard)


def read_changed(held: Position) -> Changed | None:
    """Return what the log says, or None where it does not reach back, or says too much."""
    limit = MOST_STATEMENTS + 1
    with connection.cursor() as cursor:
        cursor.execute(_LOG, {**asdict(held), "limit": limit})
        log = cursor.fetchall()
    *now, is_there = log[0][:-2]
    found: defaultdict[str, set[int]] = defaultdict(set)
    for *_, kind, ids in log:
        if kind and ids is None:
            return None
        found[kind].update(ids or ())
    too_much = len(log) > MOST_STATEMENTS or sum(map(len, found.values())) > MOST
    if not is_there or too_much:
        return None
    return Changed(
        position=Position.of(now, held.guard),
        ids={kind: frozenset(ids) for kind, ids in found.items() if kind},
    )
