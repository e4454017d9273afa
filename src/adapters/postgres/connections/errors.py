from psycopg import OperationalError


class NoAnswer(OperationalError):
    """The database did not respond in time; the connection is unusable."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"the database gave no answer within {seconds:g} seconds")


class DatabaseAway(OperationalError):
    """The database is known to be unavailable: no attempt was made."""
