"""Timeouts for the database, in seconds."""

from dataclasses import dataclass
from math import inf

# The interval of timeout checks.
SLICE = 0.1
# A connection that responded recently is not checked again.
FRESH = 0.5
# A connection that does not respond within this time is replaced.
CHECK = 0.05

# The first version of PostgreSQL that has the setting transaction_timeout.
WITH_TRANSACTION_TIMEOUT = 170000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The defaults are for commands; the web server uses shorter timeouts."""

    # For a new connection, a free connection of the pool, and the version query.
    answer: float = 10.0
    # For a statement, a commit or a rollback while the database responds to others.
    statement: float = inf
