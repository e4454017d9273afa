"""Drops the views under old names, when no older release needs them any more."""

import time
from dataclasses import replace

from adapters.postgres.locks import with_short_locks
from adapters.postgres.schema_move.execute.views import drop, find_views
from adapters.postgres.schema_move.ledger import ledger
from adapters.postgres.schema_move.ledger.certificate import Certificate, empty_certificate
from adapters.postgres.schema_move.preflight.session import movement
from adapters.postgres.schema_move.preflight.snapshot import Task

TIMEOUT = "SELECT set_config('statement_timeout', %s, true)"


def drop_views(task: Task) -> Certificate:
    """Drop the views that a move created under the old names, and nothing else.

    Raises:
        MoveConflictError: if another object depends on a view.
        PreflightError: if the role does not own a view.
        LockTimeoutError: if other sessions use them until the deadline.

    """
    with movement(task.connection, task.timeouts) as cursor:
        certificate = replace(
            empty_certificate(cursor, "drop-views"), views=find_views(cursor, task.groups)
        )
        if not certificate.views:
            return certificate
        started = time.monotonic()

        def work() -> None:
            nonlocal started
            started = time.monotonic()
            # The timeout applies to all views together.
            cursor.execute(TIMEOUT, [str(task.timeouts.wait_ms)])
            drop(cursor, certificate.views)
            cursor.execute(TIMEOUT, ["0"])
            ledger.write(cursor, "drop-views", certificate.facts())

        views = [view.quoted for view in certificate.views]
        with_short_locks(task.connection, (), work, neighbours=views, timeouts=task.timeouts)
    return replace(certificate, lock_ms=round((time.monotonic() - started) * 1000, 1))
