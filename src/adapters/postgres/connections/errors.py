from psycopg import OperationalError


class NoAnswer(OperationalError):
    """The database did not answer in time; the connection is of no use any more."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"the database gave no answer within {seconds:g} seconds")


class DatabaseAway(OperationalError):
    """The database is known to be away: nothing was tried."""
