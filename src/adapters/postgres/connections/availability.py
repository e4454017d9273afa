"""What a process knows of its database: whether it answers, and how long to wait for it."""

from time import monotonic

from adapters.postgres.connections.errors import DatabaseAway
from adapters.postgres.connections.limits import Limits

# An answer to anybody within this time says that the database is not silent.
RECENT_SECONDS = 0.5


class Availability:
    """Known by all threads; set by the thread that watches the database, where there is one.

    Away is a database that takes no new connection; connections that are open may still do.
    Silent is one that answers nothing, on no connection. Without a watching thread it is neither.
    """

    def __init__(self) -> None:
        self.limits = Limits()
        self.is_watched = False
        self._why: str | None = None
        self._is_silent = False
        self._heard_at = 0.0

    def refuse_all_if_silent(self) -> None:
        """Raise DatabaseAway when nothing is answered: no wait makes sense."""
        if self._is_silent:
            raise DatabaseAway(f"the database does not answer: {self._why}")

    def refuse_new_if_away(self) -> None:
        """Raise DatabaseAway when no new connection can be had."""
        if self._why is not None:
            raise DatabaseAway(f"the database is away: {self._why}")

    def heard(self) -> None:
        """Note that the database answered somebody."""
        self._heard_at = monotonic()

    def suspect(self, error: Exception) -> None:
        """Take the database for silent after a wait in vain, unless others were answered."""
        if self.is_watched and monotonic() - self._heard_at > RECENT_SECONDS:
            self._why, self._is_silent = str(error), True

    def lost(self, error: Exception) -> None:
        """Note that no new connection can be had, though the database, or its host, says no."""
        self._why, self._is_silent = str(error), False

    def found(self) -> None:
        """Note that the database answers."""
        self._why, self._is_silent = None, False
        self.heard()


availability = Availability()
