"""Connections on which no wait is without an end, and what is known of the database behind them."""

from adapters.postgres.connections.availability import availability
from adapters.postgres.connections.errors import DatabaseAway, NoAnswer
from adapters.postgres.connections.limits import Limits

__all__ = ["DatabaseAway", "Limits", "NoAnswer", "availability"]
