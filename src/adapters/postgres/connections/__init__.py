"""Database connections with timeouts, and the availability of the database."""

from adapters.postgres.connections.availability import availability
from adapters.postgres.connections.errors import DatabaseAway, NoAnswer
from adapters.postgres.connections.limits import Limits

__all__ = ["DatabaseAway", "Limits", "NoAnswer", "availability"]
