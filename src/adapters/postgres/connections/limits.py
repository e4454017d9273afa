"""How long a process waits for its database; all in seconds."""

from dataclasses import dataclass
from math import inf

# Between two looks at whether a wait still makes sense.
SLICE = 0.1
# A connection that answered a moment ago is not checked again.
FRESH = 0.5
# A connection that may have been lost is replaced after this, not waited for.
CHECK = 0.05

# The first version of PostgreSQL that has the setting transaction_timeout.
WITH_TRANSACTION_TIMEOUT = 170000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Those of a command are the defaults; a web server has shorter ones."""

    # For a new connection, a free place in the pool, and the version of the catalogue.
    answer: float = 10.0
    # For a statement, a commit or a rollback while the database answers others.
    statement: float = inf
