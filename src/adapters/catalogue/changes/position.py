"""Where in the log of changes a reader stands.

PostgreSQL's own snapshots tell what a reader has seen: no number has to be given out in the order
of the commits, so that no writer waits for another.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

# Every part of it differs after a crash, a restart, a promotion or a restore, and on another server
# or in another database: what was seen before then proves nothing. PostgreSQL begins its statistics
# anew after a crash, even where the postmaster has survived it.
#
# Operators, functions and types are looked up on the search path, which is not ours to know.
SERVER = """
    pg_catalog.concat_ws('.',
        (extract(epoch FROM pg_catalog.pg_postmaster_start_time())
            OPERATOR(pg_catalog.*) 1000000)::bigint,
        (extract(epoch FROM pg_catalog.pg_stat_get_bgwriter_stat_reset_time())
            OPERATOR(pg_catalog.*) 1000000)::bigint,
        pg_catalog.pg_is_in_recovery()::int,
        (
            SELECT oid FROM pg_catalog.pg_database
            WHERE datname OPERATOR(pg_catalog.=) pg_catalog.current_database()
        ),
        'acted.catalogue_changed'::pg_catalog.regclass::pg_catalog.oid
    )
"""

# One row: what the snapshot of the statement sees. A transaction's own changes are never all seen
# before it ends. On a standby the snapshot does not list what is in progress, so what was seen is
# listed instead.
_POSITION = """
    SELECT {server} AS server,
        (CASE WHEN pg_is_in_recovery() THEN pg_snapshot_xmin(now) ELSE pg_snapshot_xmax(now) END)
            ::text AS start,
        CASE WHEN pg_is_in_recovery() THEN ARRAY(
            SELECT DISTINCT transaction FROM acted.catalogue_changed
            WHERE transaction >= pg_snapshot_xmin(now)
        ) ELSE '{{}}' END::text AS seen,
        array_remove(
            ARRAY(SELECT pg_snapshot_xip(now)) || pg_current_xact_id_if_assigned(), NULL
        )::text AS open,
        -- Grows with every logged statement that is committed, and by nothing else.
        (SELECT coalesce(sum(rows), 0) FROM acted.catalogue_changes_pruned)
            + (SELECT count(*) FROM acted.catalogue_changed) AS number
    FROM pg_current_snapshot() AS now
"""
POSITION = _POSITION.format(server=SERVER)

# Condition of log rows that a position has not seen. A dump that was restored can hold
# transactions that this server has not reached.
UNSEEN_SINCE_START = """
    transaction OPERATOR(pg_catalog.>=) {start}::pg_catalog.xid8
    AND transaction OPERATOR(pg_catalog.<=) greatest(
        pg_catalog.pg_snapshot_xmax(pg_catalog.pg_current_snapshot()),
        pg_catalog.pg_current_xact_id_if_assigned()
    )
    AND transaction OPERATOR(pg_catalog.<>) ALL ({seen}::pg_catalog.xid8[])
"""
UNSEEN_OPEN = "transaction OPERATOR(pg_catalog.=) ANY ({open}::pg_catalog.xid8[])"


@dataclass(frozen=True, slots=True)
class Position:
    """What a reader has seen: each field as PostgreSQL writes it.

    Seen is every transaction before `start` that is not in `open`, and those in `seen`. `guard` is
    the trace of `read_guard` from before the contents were read.
    """

    server: str
    start: str
    seen: str
    open: str
    number: int
    guard: str

    @property
    def version(self) -> str:
        """The same for all readers who have seen the same."""
        return f"{self.server}.{self.number}.{self.guard}"

    @classmethod
    def of(cls, row: Sequence[Any], guard: str) -> Self:
        """Make it of the row that `POSITION` returns."""
        server, start, seen, open_, number = row
        return cls(server, start, seen, open_, int(number), guard)
