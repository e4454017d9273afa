"""The move of tables to the schema where they belong, without the loss of a row.

Nothing here drops, truncates or deletes from a table of the user's.
"""

from adapters.postgres.schema_move.operations import MoveTables, NameParts
from adapters.postgres.schema_move.tables import REFERENCE, TUTORIALS

__all__ = ["REFERENCE", "TUTORIALS", "MoveTables", "NameParts"]
