"""The position of a reader in the change log.

A position is a PostgreSQL snapshot. It needs no number in the order of commits, so writers never
wait for each other.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from adapters.catalogue.changes.server import CLUSTER, SERVER

# The condition for log rows that a position has seen.
SEEN = """
    (
        (
            transaction OPERATOR(pg_catalog.<) {start}::pg_catalog.xid8
            AND transaction OPERATOR(pg_catalog.<>) ALL ({open}::pg_catalog.xid8[])
        )
        OR transaction OPERATOR(pg_catalog.=) ANY ({seen}::pg_catalog.xid8[])
    )
"""
# The sum of the random numbers of all seen log rows, including those that have been pruned.
# It identifies these rows, because no number is used twice. It is NULL if a row has no number
# (docs/decisions/0020).
FINGERPRINT = f"""
    (
        SELECT CASE WHEN count(*) = count(token) THEN
            coalesce(sum(token), 0)
                + (SELECT coalesce(sum(tokens), 0) FROM acted.catalogue_changes_pruned)
        END
        FROM acted.catalogue_changed WHERE {SEEN}
    )
"""  # noqa: S608 (no values)

# One row: the snapshot of the statement. Changes of the current transaction count as unseen. On a
# standby, the snapshot does not list transactions in progress, so the seen ones are listed instead.
NOW = f"""
    SELECT {CLUSTER} AS cluster, {SERVER} AS server,
        CASE WHEN pg_is_in_recovery() THEN pg_snapshot_xmin(now) ELSE pg_snapshot_xmax(now) END
            AS start,
        CASE WHEN pg_is_in_recovery() THEN ARRAY(
            SELECT DISTINCT transaction FROM acted.catalogue_changed
            WHERE transaction >= pg_snapshot_xmin(now)
        ) ELSE '{{}}' END AS seen,
        array_remove(
            ARRAY(SELECT pg_snapshot_xip(now)) || pg_current_xact_id_if_assigned(), NULL
        ) AS open
    FROM pg_current_snapshot() AS now
"""  # noqa: S608 (no values)
_SEEN_NOW = {"start": "now.start", "seen": "now.seen", "open": "now.open"}
# The number and the fingerprint of the whole log. A transaction that has written also counts its
# own rows, although they are unseen, and returns no fingerprint.
_NUMBER = f"""
    (SELECT coalesce(sum(rows), 0) FROM acted.catalogue_changes_pruned) + (
        SELECT count(*) FROM acted.catalogue_changed
        WHERE {SEEN.format(**_SEEN_NOW)} OR transaction = pg_current_xact_id_if_assigned()
    )
"""  # noqa: S608 (no values)
_FINGERPRINT_NOW = f"""
    CASE WHEN pg_current_xact_id_if_assigned() IS NULL
        THEN {FINGERPRINT.format(**_SEEN_NOW)}::text
    END
"""
POSITION = f"""
    WITH now AS MATERIALIZED ({NOW})
    SELECT cluster, server, start::text, seen::text, open::text,
        {_NUMBER} AS number, {_FINGERPRINT_NOW} AS fingerprint
    FROM now
"""  # noqa: S608 (no values)
# The position after another one, whose fingerprint is known. It does not read the whole log: the
# two sums are NULL, and `Position.followed_by` adds the values of the new rows.
NEXT_POSITION = f"""
    WITH now AS MATERIALIZED ({NOW}), total AS MATERIALIZED (
        SELECT %(fingerprint)s::text IS NULL OR pg_current_xact_id_if_assigned() IS NOT NULL
            AS is_needed
    )
    SELECT cluster, server, start::text, seen::text, open::text,
        CASE WHEN is_needed THEN {_NUMBER} END AS number,
        CASE WHEN is_needed THEN {_FINGERPRINT_NOW} END AS fingerprint
    FROM now CROSS JOIN total
"""  # noqa: S608 (no values)

# The condition for unseen log rows. A restored dump can contain transactions that this server has
# not reached yet.
UNSEEN_SINCE_START = """
    transaction OPERATOR(pg_catalog.>=) {start}::pg_catalog.xid8
    AND transaction OPERATOR(pg_catalog.<=) greatest(
        pg_catalog.pg_snapshot_xmax(pg_catalog.pg_current_snapshot()),
        pg_catalog.pg_current_xact_id_if_assigned()
    )
    AND transaction OPERATOR(pg_catalog.<>) ALL ({seen}::pg_catalog.xid8[])
"""
UNSEEN_OPEN = "transaction OPERATOR(pg_catalog.=) ANY ({open}::pg_catalog.xid8[])"

# The formats of `SERVER`, and of `Position.version` and `changes.transactions.VERSION`.
_PARTS = r"(?P<server>\d+\.(?:\d+\.)?(?P<in_recovery>[01])\.(?P<tables>\d+\.\d+))"
_SERVER = re.compile(_PARTS, re.ASCII)
_VERSION = re.compile(
    # The number has 64 bits. Python raises an error for a number with thousands of digits.
    rf"(?P<cluster>[\d-]+)\.{_PARTS}\.(?P<number>\d{{1,20}})(?:\.(?P<guard>[^.]*))?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Position:
    """What a reader has seen, in the text format of PostgreSQL.

    The reader has seen every transaction before `start` that is not in `open`, and those in
    `seen`. `number` is the number of all log rows that it has seen, and `fingerprint` identifies
    them, if that is possible. `guard` is the trace of `read_guard` from before the contents were
    read.
    """

    cluster: str
    server: str
    start: str
    seen: str
    open: str
    number: int
    guard: str
    fingerprint: str | None = None

    @property
    def version(self) -> str:
        """Equal for all readers with the same data."""
        return f"{self.cluster}.{self.server}.{self.number}.{self.guard}"

    def has_seen(self, version: str) -> bool:
        """Return whether this reader has certainly seen all that a version names.

        A version is that of a reader (`version`) or that of a write, which ends with its
        transaction. Commits become visible in one order, so one of two readers has seen everything
        that the other one has seen. A version of another server is never seen, except for a
        version of the primary on its standby.
        """
        named = _VERSION.fullmatch(version)
        if not named or not (self._is_of(named) or self._can_receive(named)):
            return False
        if named["guard"]:
            return int(named["number"]) <= self.number
        return self._has_seen_transaction(named["number"])

    def is_behind(self, version: str) -> bool:
        """Return whether this is a standby that has not replayed what a version names."""
        named = _VERSION.fullmatch(version)
        return bool(named and self._can_receive(named)) and not self.has_seen(version)

    def _is_of(self, named: re.Match[str]) -> bool:
        return (named["cluster"], named["server"]) == (self.cluster, self.server)

    def _can_receive(self, named: re.Match[str]) -> bool:
        """Return whether this is a standby of the server that a version is from."""
        here = _SERVER.fullmatch(self.server)
        return bool(
            here
            and here["in_recovery"] == "1"
            and (here["tables"], self.cluster) == (named["tables"], named["cluster"])
        )

    def _has_seen_transaction(self, transaction: str) -> bool:
        is_before = int(transaction) < int(self.start)
        return (is_before and transaction not in _members(self.open)) or (
            transaction in _members(self.seen)
        )

    @classmethod
    def of(cls, row: Sequence[Any], guard: str) -> Self:
        """Create it from the row that `POSITION` returns."""
        cluster, server, start, seen, open_, number, fingerprint = row
        return cls(cluster, server, start, seen, open_, int(number), guard, fingerprint)

    def followed_by(self, row: Sequence[Any], tokens: Sequence[int | None]) -> Self:
        """Create the position after this one from the row that `NEXT_POSITION` returns.

        `tokens` has, for each log row that was not seen before, its random number.
        """
        *now, number, fingerprint = row
        if number is None and self.fingerprint is not None:
            number = self.number + len(tokens)
            if None not in tokens:
                fingerprint = str(int(self.fingerprint) + sum(filter(None, tokens)))
        return self.of((*now, number, fingerprint), self.guard)


def _members(array: str) -> list[str]:
    """Return the members of an array of numbers that PostgreSQL wrote."""
    return array.strip("{}").split(",")
