"""Violated constraints of the database, as errors of the domain."""

from django.db import IntegrityError
from psycopg import errors

from domain.errors import Conflict


def conflict_of(error: IntegrityError) -> Conflict:
    """Return the conflict for a violated constraint, with the message of PostgreSQL."""
    cause = error.__cause__
    if not isinstance(cause, errors.Error):
        return Conflict(str(error))
    diagnostic = cause.diag
    table = ".".join(filter(None, (diagnostic.schema_name, diagnostic.table_name)))
    if isinstance(cause, errors.ForeignKeyViolation):
        reason = f"Rows of {table} refer to this row, or a row that it refers to is missing."
    elif isinstance(cause, errors.UniqueViolation):
        reason = f"Another row of {table} has the same value."
    else:
        reason = f"A rule of the table {table} is broken."
    detail = diagnostic.message_detail or diagnostic.message_primary or ""
    return Conflict(f"{reason} Constraint {diagnostic.constraint_name}: {detail}".strip())


def violated_constraint(error: IntegrityError) -> str:
    """Return the name of the violated constraint, or an empty string."""
    cause = error.__cause__
    name = cause.diag.constraint_name if isinstance(cause, errors.Error) else None
    return name or ""
