"""Prunes the change log, or requests a rebuild."""

from django.db import connection

PRUNE = """
    SELECT acted.prune_catalogue_log()
    WHERE NOT pg_is_in_recovery() AND current_setting('transaction_read_only') = 'off'
"""
REBUILD = """
    INSERT INTO acted.catalogue_changed (transaction, kind, ids)
    VALUES (pg_current_xact_id(), 'anything', NULL)
"""


def prune_log() -> None:
    """Delete old log rows; has an effect at most every five minutes."""
    with connection.cursor() as cursor:
        cursor.execute(PRUNE)


def ask_for_rebuild() -> None:
    """Make every process read the whole catalogue again, at its next request or within a second."""
    with connection.cursor() as cursor:
        cursor.execute(REBUILD)
