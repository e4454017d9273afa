"""Timeouts for the database, in seconds."""

from dataclasses import dataclass
from math import inf

# The interval of timeout checks.
SLICE = 0.1
# A connection that responded recently is not checked again.
FRESH = 0.5

# The first version of PostgreSQL that has the setting transaction_timeout.
WITH_TRANSACTION_TIMEOUT = 170000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The defaults are for commands; the web server uses shorter timeouts."""

    # For a new connection, a free connection of the pool, and the version query.
    answer: float = 10.0
    # For a statement, a commit or a rollback while the database responds to others.
    statement: float = inf
    # For the check of an idle connection, which is then replaced.
    check: float = 0.05
    # For the query of the monitoring thread, and for its connection. With the interval between two
    # queries, less than a second in total, so that waiting requests learn in time that the database
    # does not respond.
    watch_answer: float = 0.35
    watch_connect: float = 0.4
