"""The sessions that hold locks on a table."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.backends.utils import CursorWrapper

# A prepared transaction has no process.
HOLDERS = """
    SELECT DISTINCT l.pid, coalesce(a.usename, x.owner), coalesce(a.application_name, ''),
        coalesce(a.state, a.backend_type, 'prepared transaction ' || x.gid),
        extract(epoch FROM clock_timestamp() - coalesce(a.xact_start, x.prepared))::float,
        left(coalesce(a.query, ''), 200)
    FROM pg_locks l
        JOIN pg_database d ON d.oid = l.database AND d.datname = current_database()
        LEFT JOIN pg_stat_activity a ON a.pid = l.pid
        LEFT JOIN pg_prepared_xacts x
            ON l.pid IS NULL AND l.virtualtransaction = '-1/' || x.transaction::text
    WHERE l.granted AND l.locktype = 'relation' AND l.pid IS DISTINCT FROM pg_backend_pid()
        AND l.relation IN (SELECT to_regclass(name) FROM unnest(%s::text[]) name)
    ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class Blocker:
    """A session with a lock; `pid` is None for a prepared transaction, `seconds` its age."""

    pid: int | None
    role: str | None
    application: str
    state: str
    seconds: float | None
    query: str

    def __str__(self) -> str:
        who = ", ".join(filter(None, (self.role, self.application, self.state)))
        age = "" if self.seconds is None else f", for {self.seconds:.0f} s"
        return f"pid {self.pid or '-'} ({who}{age}): {self.query}"


def blockers_of(cursor: CursorWrapper, tables: Collection[str]) -> tuple[Blocker, ...]:
    """Return the sessions with any lock on the tables, given by quoted SQL names."""
    cursor.execute(HOLDERS, [list(tables)])
    return tuple(Blocker(*row) for row in cursor.fetchall())
