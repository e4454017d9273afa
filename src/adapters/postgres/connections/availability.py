"""The availability of the database, as known to this process."""

from time import monotonic

from adapters.postgres.connections.errors import DatabaseAway
from adapters.postgres.connections.limits import Limits

# The database is responsive if any thread got a response within this time.
RECENT_SECONDS = 0.5


class Availability:
    """The state of the database, shared by all threads.

    A database is away if it accepts no new connection; open connections may still work. It is
    silent if it does not respond on any connection. The monitoring thread sets both; without one,
    the database is neither.
    """

    def __init__(self) -> None:
        self.limits = Limits()
        self.is_watched = False
        self._why: str | None = None
        self._is_silent = False
        self._heard_at = 0.0

    def refuse_all_if_silent(self) -> None:
        """Raise DatabaseAway if the database does not respond."""
        if self._is_silent:
            raise DatabaseAway(f"the database does not answer: {self._why}")

    def refuse_new_if_away(self) -> None:
        """Raise DatabaseAway if no new connection is possible."""
        if self._why is not None:
            raise DatabaseAway(f"the database is away: {self._why}")

    @property
    def is_available(self) -> bool:
        """Whether new connections are possible, as far as is known."""
        return self._why is None

    @property
    def is_silent(self) -> bool:
        """Whether no open connection gets a response, as far as is known."""
        return self._is_silent

    def heard(self) -> None:
        """Record a response of the database."""
        self._heard_at = monotonic()

    def suspect(self, error: Exception) -> None:
        """Record that a new connection timed out.

        The database is silent unless other threads got a response recently. Then it is away: it
        can take no new connection, for example because it waits for a lock itself.
        """
        if self.is_watched:
            is_silent = monotonic() - self._heard_at > RECENT_SECONDS
            self._why, self._is_silent = str(error), is_silent

    def lost(self, error: Exception) -> None:
        """Record that a new connection was refused."""
        self._why, self._is_silent = str(error), False

    def found(self) -> None:
        """Record that the database is available."""
        self._why, self._is_silent = None, False
        self.heard()


availability = Availability()
