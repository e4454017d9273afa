"""Reads the change log: which rows changed since a position."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from django.db import connection

from adapters.catalogue.changes.position import (
    FINGERPRINT,
    NEXT_POSITION,
    POSITION,
    UNSEEN_OPEN,
    UNSEEN_SINCE_START,
    Position,
)
from adapters.catalogue.changes.server import SYSTEM

# The kind, the ids, the part and the part's ids: see the migrations 0005_changed_events and
# 0007_changed_sessions.
type Row = tuple[str, list[int] | None, str | None, list[int] | None]

EVENT, WITH_EVENTS = "event", "store product with its events"
SESSION, INSTRUCTOR = "session", "instructor"
WITH_SESSIONS = "event with its sessions"
_OF_FILTERS = frozenset({"filter", "filter_group"})

# The maximum number of statements.
MOST_STATEMENTS = 20_000
# Above this number of rows, store products or listings, reading everything is cheaper.
MOST = 2000
# The same for events, which are read without their listings.
MOST_EVENTS = 10_000

# A reader that has not seen all pruned rows must read everything. The same applies to a
# reader of another server, unless this server has everything that the reader has seen.
_TEMPLATE = """
    SELECT now.*, held.is_there, log.kind, log.ids, log.part, log.part_ids, log.token
    FROM ({position}) now
        CROSS JOIN LATERAL (
            SELECT CASE WHEN now.server = %(server)s THEN NOT EXISTS (
                SELECT FROM acted.catalogue_changes_pruned
                -- The snapshots of another cluster say nothing about this one.
                WHERE system <> {system}
                    OR pg_snapshot_xmax(pruned) > %(start)s::xid8
                    OR EXISTS (
                        SELECT FROM unnest(%(open)s::xid8[]) AS was_open (transaction)
                        WHERE pg_visible_in_snapshot(was_open.transaction, pruned)
                    )
            ) ELSE now.cluster = %(cluster)s AND {fingerprint} = %(fingerprint)s::numeric END
        ) held (is_there)
        LEFT JOIN (
            (
                SELECT kind, ids, part, part_ids, token FROM acted.catalogue_changed
                WHERE {unseen_since_start} LIMIT %(limit)s
            )
            UNION ALL
            (
                SELECT kind, ids, part, part_ids, token FROM acted.catalogue_changed
                WHERE {unseen_open} LIMIT %(limit)s
            )
        ) log ON held.is_there
"""
_PLACES = {"start": "%(start)s", "seen": "%(seen)s", "open": "%(open)s"}
_LOG = _TEMPLATE.format(
    position=NEXT_POSITION,
    system=SYSTEM,
    fingerprint=FINGERPRINT.format(**_PLACES),
    unseen_since_start=UNSEEN_SINCE_START.format(**_PLACES),
    unseen_open=UNSEEN_OPEN.format(**_PLACES),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """The changed rows since a position, and the new position.

    `ids` has the ids of the rows by kind, except those of events. `events` has the ids of events
    that may have changed, and `with_events` the ids of store products whose events may have
    changed. `sessions` has the ids of changed sessions and of those whose instructors changed, and
    `with_sessions` the events that have or had the changed ones. `instructors` has the
    ids of instructors whose name changed.
    """

    position: Position
    ids: Mapping[str, frozenset[int]]
    events: frozenset[int]
    sessions: frozenset[int]
    with_sessions: frozenset[int]
    instructors: frozenset[int]
    with_events: frozenset[int]

    @property
    def is_of_filters(self) -> bool:
        return not _OF_FILTERS.isdisjoint(self.ids)


def read_position(guard: str) -> Position:
    """Return the position of a reader that reads everything in this snapshot."""
    with connection.cursor() as cursor:
        cursor.execute(POSITION)
        return Position.of(cursor.fetchone(), guard)


def read_changed(held: Position, at_most: int | None = None) -> Changed | None:
    """Return the changes, or None if the log is incomplete or there are too many.

    After a restart of the server, or on another one, the log is complete if everything that the
    position has seen is still there. That applies to writes that are logged (`read_guard`).
    `at_most` limits the number of changed rows further.
    """
    limit = MOST_STATEMENTS + 1
    with connection.cursor() as cursor:
        cursor.execute(_LOG, {**asdict(held), "limit": limit})
        log = cursor.fetchall()
    *now, is_there = log[0][:-5]
    # Without changes, the join returns one row without a kind.
    rows = [row[-5:] for row in log if row[-5]]
    found = _collected(row[:-1] for row in rows)
    if not is_there or found is None or len(log) > MOST_STATEMENTS:
        return None
    events, sessions = frozenset(found.pop(EVENT, ())), frozenset(found.pop(SESSION, ()))
    with_sessions = frozenset(found.pop(WITH_SESSIONS, ()))
    instructors = frozenset(found.pop(INSTRUCTOR, ()))
    of_events = len(events) + len(sessions) + len(instructors)
    if of_events > (at_most or MOST_EVENTS) or sum(map(len, found.values())) > (at_most or MOST):
        return None
    return Changed(
        position=held.followed_by(now, [row[-1] for row in rows]),
        events=events,
        sessions=sessions,
        with_sessions=with_sessions,
        instructors=instructors,
        with_events=frozenset(found.pop(WITH_EVENTS, ())),
        ids={kind: frozenset(ids) for kind, ids in found.items()},
    )


def _collected(log: Iterable[Row]) -> dict[str, set[int]] | None:
    """Return the ids by kind, or None if there were too many to log them."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for kind, ids, part, part_ids in log:
        if part == SESSION and ids and part_ids:
            found[SESSION].update(part_ids)
            found[WITH_SESSIONS].update(ids)
            continue
        changed, its_ids = (EVENT, part_ids) if part == EVENT else (kind, ids)
        if its_ids is None:
            return None
        found[changed].update(its_ids)
        if part is None and kind == "store_product":
            found[WITH_EVENTS].update(its_ids)
    return found
