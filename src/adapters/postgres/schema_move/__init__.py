"""Moves tables to their target schemas without losing rows.

No code in this package drops, truncates or deletes from a user's table.
"""

from adapters.postgres.schema_move.operations import MoveTables, NameParts
from adapters.postgres.schema_move.tables import REFERENCE, TUTORIALS

__all__ = ["REFERENCE", "TUTORIALS", "MoveTables", "NameParts"]
