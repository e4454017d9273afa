"""What would stop the migrations that follow a move: found out before anything is moved."""

from collections.abc import Collection, Iterator

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.migrations.loader import MigrationLoader

from adapters.postgres.adoption import EnsureTables
from adapters.postgres.adoption.comparison import faults
from adapters.postgres.adoption.obstacles import rows_in_the_way
from adapters.postgres.adoption.repairs import FOREIGN_KEY, repairs
from adapters.postgres.adoption.shapes import read_shape
from adapters.postgres.adoption.tables import WantedTable
from adapters.postgres.schema_move.classification import TABLE, Relation
from adapters.postgres.schema_move.finding import find
from adapters.postgres.schema_move.relations import Name
from adapters.postgres.schema_move.renaming import as_if_moved
from adapters.postgres.schema_move.requirements import creation_faults, ownership_faults
from adapters.postgres.schema_move.situation import Situation

# The tables that migrations write to, or refer to, and that none of our applications owns.
WRITTEN, REFERRED_TO = Name("public", "django_migrations"), Name("public", "auth_user")
MISSING_RIGHT = """
    SELECT format('GRANT %%s ON %%s TO %%I', %s::text, c.oid::regclass, current_user)
    FROM pg_class c WHERE c.oid = %s AND NOT has_table_privilege(c.oid, %s)
"""


def foresee(connection: BaseDatabaseWrapper, situation: Situation) -> tuple[str, ...]:
    """Return what forbids the migrations, nothing when there is nothing to do."""
    loader = MigrationLoader(connection)
    is_done = loader.disk_migrations.keys() <= loader.applied_migrations.keys()
    if is_done and not any(step.is_move for step in situation.steps):
        return ()
    with connection.cursor() as cursor:
        rights = tuple(_rights(cursor, loader))
        return rights or tuple(_tables(cursor, connection, loader, situation))


def _rights(cursor: CursorWrapper, loader: MigrationLoader) -> Iterator[str]:
    yield from creation_faults(cursor, "acted")
    unapplied = loader.disk_migrations.keys() - loader.applied_migrations.keys()
    if any(not _ensuring(loader, app) for app, _ in unapplied):
        yield from creation_faults(cursor, "public")
    for name, right in ((WRITTEN, "INSERT"), (REFERRED_TO, "REFERENCES")):
        for relation in find(cursor, [name]):
            cursor.execute(MISSING_RIGHT, [right, relation.oid, right])
            for (grant,) in cursor.fetchall():
                yield f"{name} is closed to the role: {grant};"


def _tables(
    cursor: CursorWrapper,
    connection: BaseDatabaseWrapper,
    loader: MigrationLoader,
    situation: Situation,
) -> Iterator[str]:
    state = loader.project_state()
    for app in sorted({app for app, _ in loader.disk_migrations}):
        for operation in _ensuring(loader, app)[-1:]:
            wanted = operation.tables(connection, app, state)
            present = [(t, r) for t in wanted for r in _now(cursor, t, situation)]
            yield from ownership_faults(cursor, [relation.oid for _, relation in present])
            for table, relation in present:
                yield from _table(cursor, table, relation, situation)


def _ensuring(loader: MigrationLoader, app: str) -> list[EnsureTables]:
    """Return an application's operations that adopt its tables, in their order."""
    return [
        operation
        for key in sorted(key for key in loader.disk_migrations if key[0] == app)
        for operation in loader.disk_migrations[key].operations
        if isinstance(operation, EnsureTables)
    ]


def _now(cursor: CursorWrapper, table: WantedTable, situation: Situation) -> Collection[Relation]:
    """Return the table where it is before the move; nothing when it is nowhere."""
    target = Name.of(table.name)
    sources = {step.target: step.source for step in situation.steps}
    found = find(cursor, [sources.get(target, target)])
    return [relation for relation in found if relation.kind == TABLE]


def _table(
    cursor: CursorWrapper, table: WantedTable, relation: Relation, situation: Situation
) -> Iterator[str]:
    moves = {step.source: step.target for step in situation.steps if step.is_move}
    shape = as_if_moved(read_shape(cursor, relation.oid), moves)
    differing = tuple(faults(expected=table.expected, found=shape, tolerance=table.tolerance))
    yield from (f"{relation.name}{fault}" for fault in differing)
    if differing:
        return
    to_be_added = [str(field.column) for field in table.absent_fields(shape)]
    for repair in repairs(relation.name.quoted, expected=table.expected, found=shape):
        # What a foreign key will refer to may not be there yet, nor a column; both hold of
        # themselves when they are made, or are looked at then.
        is_early = repair.order == FOREIGN_KEY or any(c in repair.subject for c in to_be_added)
        if not is_early and (rows := rows_in_the_way(cursor, repair.obstacles)):
            yield f"{relation.name}: {repair.subject} is broken by the rows with id {rows}"
