"""What an operator has to do when a command fails in the database."""

from django.db import DatabaseError, OperationalError

UNREACHABLE = "Is `make run` running, or DATABASE_URL right?"
FORBIDDEN = "The role of DATABASE_URL lacks rights: use the owner of the tables, or grant them."
OTHER_SCHEMA = "Do the tables belong to another release? Run `manage.py migrate` of this release."
# By PostgreSQL's error code.
REMEDIES = {
    "42501": FORBIDDEN,
    # A table, a column, a function or a schema does not exist.
    **dict.fromkeys(("42P01", "42703", "42883", "3F000"), OTHER_SCHEMA),
}


def remedy(error: DatabaseError) -> str | None:
    """Return what to do, or None if the error is not an operator's mistake."""
    found = REMEDIES.get(getattr(error.__cause__, "sqlstate", None) or "")
    return found or (UNREACHABLE if isinstance(error, OperationalError) else None)
