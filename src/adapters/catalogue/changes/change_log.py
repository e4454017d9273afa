"""Reads the change log: which rows changed since a position."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.db import connection

from adapters.catalogue.changes.position import POSITION, UNSEEN_OPEN, UNSEEN_SINCE_START, Position

_OF_FILTERS = frozenset({"filter", "filter_group"})

# The maximum number of statements; each has at most 2,000 ids.
MOST_STATEMENTS = 2000
# Above this number of rows, store products or listings, reading everything is cheaper.
MOST = 2000

# A reader that has not seen all pruned rows must read everything.
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
    """The ids of the changed rows since a position, by kind, and the new position."""

    position: Position
    ids: Mapping[str, frozenset[int]]

    @property
    def is_of_filters(self) -> bool:
        return not _OF_FILTERS.isdisjoint(self.ids)


def read_position(guard: str) -> Position:
    """Return the position of a reader that reads everything in this snapshot."""
    with connection.cursor() as cursor:
        cursor.execute(POSITION)
        return Position.of(cursor.fetchone(), guard)


def read_changed(held: Position) -> Changed | None:
    """Return the changes, or None if the log is incomplete or there are too many."""
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
