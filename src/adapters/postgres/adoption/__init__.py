"""Tables that may be there already: created when missing, adopted when they are as expected.

What is there is read from PostgreSQL's own catalogue: a name in `django_migrations` proves
nothing about a table.
"""

from adapters.postgres.adoption.drop_unique import DropUnique
from adapters.postgres.adoption.operations import EnsureTables
from adapters.postgres.adoption.sql import EnsureSQL
from adapters.postgres.adoption.triggers import (
    EnsureRowSetTriggers,
    EnsureRowTriggers,
    EnsureTriggers,
)

__all__ = [
    "DropUnique",
    "EnsureRowSetTriggers",
    "EnsureRowTriggers",
    "EnsureSQL",
    "EnsureTables",
    "EnsureTriggers",
]
