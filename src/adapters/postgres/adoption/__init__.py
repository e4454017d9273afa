"""Migration operations that create missing tables and adopt existing ones.

The existing tables are read from PostgreSQL's catalogue, because a row in `django_migrations`
does not prove that a table exists.
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
