"""Formats plans, certificates and verifications as text."""

from collections.abc import Iterable, Iterator

from adapters.postgres.schema_move.ledger.certificate import Certificate, MovedTable
from adapters.postgres.schema_move.ledger.contents import Contents
from adapters.postgres.schema_move.names import Name
from adapters.postgres.schema_move.report.plan import Plan, PlannedTable
from adapters.postgres.schema_move.report.verify import Verification, VerifiedTable

STATES = {
    "absent": "does not exist; migrate creates it",
    "in_place": "is in its place",
    "move": "will be moved",
    "copies": "exists twice",
    "missing": "is missing",
    "conflict": "has a conflict",
}
DONE = {
    "apply": "tables moved or renamed",
    "revert": "tables moved back",
    "drop-views": "views dropped",
}


def plan_lines(plan: Plan) -> Iterator[str]:
    for table in plan.tables:
        yield from _planned(table)
    for conflict in plan.conflicts:
        yield f"CONFLICT: {conflict}"
    for refusal in plan.refusals:
        yield f"REQUIRED: {refusal}"
    yield ("Nothing to do.", "Ready: manage.py schema_move apply", "apply would be refused.")[
        plan.exit_code
    ]


def certificate_lines(certificate: Certificate) -> Iterator[str]:
    for table in certificate.tables:
        yield from _moved(table)
    sources = {table.target: table.source for table in certificate.tables}
    if certificate.before and not certificate.after:
        yield (
            "The rows could not be read after the move. To check them: "
            "manage.py schema_move verify --deep"
        )
    for contents in certificate.after:
        yield _held(contents, sources.get(contents.table, contents.table), certificate.before)
    for grant in certificate.grants:
        yield f"granted: {grant};"
    for view in certificate.views:
        yield f"view {'created' if certificate.action == 'apply' else 'dropped'}: {view}"
    if not (certificate.tables or certificate.views):
        yield "Nothing to do."
        return
    count = len(certificate.tables) or len(certificate.views)
    yield f"Done: {count} {DONE[certificate.action]}, locked for {certificate.lock_ms} ms."


def verification_lines(verification: Verification) -> Iterator[str]:
    for run in verification.runs:
        yield f"run {run.id}: {run.action} by {run.role} at {run.moved_at:%Y-%m-%d %H:%M:%S %Z}"
    for table in verification.tables:
        yield _verified(table)
    for aside in verification.asides:
        yield f"put aside: {_verified(aside)}"
    for fault in verification.faults:
        yield f"FAULT: {fault}"
    yield "Faults were found." if verification.faults else "Everything is in order."


def _planned(table: PlannedTable) -> Iterator[str]:
    yield f"{table.target} {STATES[table.state]}"
    for source, rows, size in zip(table.sources, table.rows, table.bytes, strict=True):
        counted = "rows not readable by this role" if rows is None else f"{rows} rows"
        held = "locked by another session, not counted"
        yield f"    {source}: {held if size is None else f'{counted}, {size} bytes'}"
    if table.comparison:
        yield f"    copies: {table.comparison.kind}; {table.comparison.winner} will be kept"
        for left in table.comparison.left_behind:
            yield f"    WILL STILL READ the copy that is put aside: {left}"
    for rename in table.renames:
        yield f"    {rename.kind} {rename.old} will be renamed to {rename.new}"
    for dependant in table.dependants:
        yield f"    moves with it: {dependant}"
    for broken in table.breaks:
        yield f"    WILL BREAK: {broken}"
    for blocker in table.blockers:
        yield f"    locked by {blocker}"


def _moved(table: MovedTable) -> Iterator[str]:
    sequences = ", ".join(str(value.last_value) for value in table.inventory.sequences)
    yield (
        f"{_way(table.source, table.target)}: oid {table.inventory.oid}, "
        f"file {table.inventory.relfilenode}, {len(table.inventory.dependants)} dependants, "
        f"sequence at {sequences or 'none'}"
    )
    for rename in table.renames:
        yield f"    {rename.kind} {rename.old} → {rename.new}"
    if table.resolution:
        yield (
            f"    the copy {table.resolution.loser} was put aside as "
            f"{table.resolution.quarantined}; rows merged: {table.resolution.merged_rows}"
        )


def _held(after: Contents, source: Name, before: Iterable[Contents]) -> str:
    if after.rows is None:
        return f"{after.table}: rows not readable by this role"
    figures = f"{after.rows} rows, checksum {after.checksum}"
    for held in before:
        if held.table == source and (held.rows, held.checksum) == (after.rows, after.checksum):
            return f"{after.table}: {figures}, unchanged"
    return f"{after.table}: {figures}, changed: rows were merged, or other sessions wrote to it"


def _way(source: Name, target: Name) -> str:
    return f"{source} → {target}" if source != target else f"{target}, in its place"


def _verified(table: VerifiedTable) -> str:
    deep = "" if table.rows is None else f", {table.rows} rows, checksum {table.checksum}"
    return f"{table.table}: oid {table.oid}, file {table.relfilenode}{deep}"
