"""The move of all tables in one transaction, which holds its locks only briefly."""

from dataclasses import replace

from adapters.postgres.locks import with_short_locks
from adapters.postgres.schema_move.copies.references import referring_tables
from adapters.postgres.schema_move.execute.steps import Work
from adapters.postgres.schema_move.inspect.inventory import sequences_of
from adapters.postgres.schema_move.ledger import ledger
from adapters.postgres.schema_move.ledger.certificate import Certificate, empty_certificate
from adapters.postgres.schema_move.preflight.session import ensure_schemas, movement
from adapters.postgres.schema_move.preflight.snapshot import Task, read_situation
from adapters.postgres.schema_move.preflight.structure import our_tables
from adapters.postgres.schema_move.tables import LEDGER


def apply(task: Task) -> Certificate:
    """Move the tables to their targets, and rename their constraints, indexes and sequences.

    Uses one transaction, unless one is already open. Writes to the ledger if there was anything
    to do.

    Raises:
        MoveConflictError: on a name conflict.
        PreflightError: if a requirement is not met.
        LockTimeoutError: if other sessions hold locks on the tables until the deadline.

    """
    with movement(task.connection, task.timeouts) as cursor:
        situation = read_situation(cursor, task)
        situation.refuse()
        certificate = empty_certificate(cursor, "apply")
        if not situation.steps:
            return certificate
        ensure_schemas(cursor, {LEDGER.schema, *(step.target.schema for step in situation.steps)})
        ledger.ensure_ledger(cursor)
        moved = [step.oid for step in situation.steps]
        in_place = [table.oid for table in our_tables(cursor).values()]
        work = Work(
            task=task,
            situation=situation,
            certificate=certificate,
            ours={*moved, *in_place},
        )
        sequences = sequences_of(cursor, moved)
        # Their foreign keys are changed to refer to the copy that is kept.
        referring = referring_tables(cursor, [table.oid for table in situation.put_aside])
        with_short_locks(
            task.connection,
            situation.locked,
            work.run,
            neighbours=[*(sequence.quoted for sequence in sequences), *referring],
            timeouts=task.timeouts,
        )
    return replace(work.certificate, lock_ms=work.milliseconds())
