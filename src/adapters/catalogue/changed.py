"""What the log of changes says: which rows were written to since some version."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

_OF_FILTERS = frozenset({"filter", "filter_group"})

# Statements that are looked at; each has at most some thousand ids.
MOST_STATEMENTS = 2000
# Above this many rows, store products or listings it costs less to read everything.
MOST = 2000

# A number that a transaction had before its last one is newer than what is held.
_LOG = """
    SELECT latest.number || '.' || latest.transaction, held.is_there, log.kind, log.ids
    FROM acted.catalogue_version latest
        CROSS JOIN (
            SELECT EXISTS (
                SELECT FROM acted.catalogue_changes
                WHERE transaction = %(transaction)s::xid8 AND number >= %(number)s::bigint
            )
        ) held (is_there)
        LEFT JOIN (
            SELECT kind, ids
            FROM acted.catalogue_changes JOIN acted.catalogue_changed USING (transaction)
            WHERE number > %(number)s::bigint LIMIT %(limit)s
        ) log ON held.is_there
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """Ids of the rows that were written to since some version, by kind, and the version now."""

    version: str
    ids: Mapping[str, frozenset[int]]

    @property
    def is_of_filters(self) -> bool:
        return not _OF_FILTERS.isdisjoint(self.ids)


def read_changed(held_version: str) -> Changed | None:
    """Return what the log says, or None where it does not reach back, or says too much."""
    number, transaction = held_version.split(".")
    limit = MOST_STATEMENTS + 1
    with connection.cursor() as cursor:
        cursor.execute(_LOG, {"number": number, "transaction": transaction, "limit": limit})
        log = cursor.fetchall()
    version, is_there = log[0][:2]
    found: defaultdict[str, set[int]] = defaultdict(set)
    for *_, kind, ids in log:
        if kind and ids is None:
            return None
        found[kind].update(ids or ())
    too_much = len(log) > MOST_STATEMENTS or sum(map(len, found.values())) > MOST
    if not is_there or too_much:
        return None
    return Changed(
        version=version, ids={kind: frozenset(ids) for kind, ids in found.items() if kind}
    )
