"""Checks that the tables of the models have their constraints and triggers."""

from collections.abc import Iterable, Iterator, Mapping

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model

from adapters.postgres.adoption import EnsureTables, EnsureTriggers
from adapters.postgres.adoption.shapes.comparison import UNSOUND, is_twin
from adapters.postgres.adoption.shapes.foreign_keys import foreign_keys
from adapters.postgres.adoption.shapes.shape import Constraint, Shape, read_shape
from adapters.postgres.adoption.trigger_shapes import found_triggers
from adapters.postgres.backend.names import quote
from adapters.postgres.schema_move.inspect.classification import TABLE, Relation
from adapters.postgres.schema_move.inspect.finding import find
from adapters.postgres.schema_move.inspect.renames import expected_shapes
from adapters.postgres.schema_move.names import Name
from adapters.postgres.schema_move.preflight.snapshot import Task

SCHEMAS = ("acted", "adm")
KINDS = {"p": "primary key", "u": "unique constraint", "c": "check", "f": "foreign key"}
# The triggers that enforce foreign keys; ALTER TABLE … DISABLE TRIGGER ALL disables them too.
DISABLED = """
    SELECT DISTINCT k.conname FROM pg_trigger t JOIN pg_constraint k ON k.oid = t.tgconstraint
    WHERE t.tgrelid = %s AND t.tgisinternal AND t.tgenabled NOT IN ('O', 'A') ORDER BY 1
"""


def our_tables(cursor: CursorWrapper) -> dict[Name, Relation]:
    """Return the models of this release whose tables are in their places, by name."""
    relations = find(cursor, _models(apps.get_models()))
    return {relation.name: relation for relation in relations if relation.kind == TABLE}


def structure_faults(
    cursor: CursorWrapper, task: Task, tables: Mapping[Name, Relation]
) -> Iterator[str]:
    """Yield what is missing or disabled, with the statement that restores it.

    Until all migrations are applied, only foreign keys are checked.
    """
    is_migrated = _is_migrated(task.connection)
    expected = expected_shapes(task.connection, task.state, tables) if is_migrated else {}
    for name, model in _models(task.state.apps.get_models()).items():
        if name in tables:
            found = read_shape(cursor, tables[name].oid)
            keys = _possible_keys(cursor, task.connection, model, found)
            others = expected[name].constraints if name in expected else ()
            for wanted in (*keys, *(c for c in others if c.kind in "puc")):
                yield from _constraint(name, wanted, found)
            yield from _unique_indexes(name, expected.get(name), found)
            yield from _disabled(cursor, tables[name])
        elif is_migrated:
            yield f"{name} is missing: restore it from a backup"
    yield from _triggers(task.connection, tables)


def _models(models: Iterable[type[Model]]) -> dict[Name, type[Model]]:
    named = {Name.of(m._meta.db_table): m for m in models}
    return {name: model for name, model in named.items() if name.schema in SCHEMAS}


def _is_migrated(connection: BaseDatabaseWrapper) -> bool:
    loader = MigrationLoader(connection)
    ours = {
        app
        for (app, _), migration in loader.disk_migrations.items()
        if any(isinstance(operation, EnsureTables) for operation in migration.operations)
    }
    return {key for key in loader.disk_migrations if key[0] in ours} <= set(
        loader.applied_migrations
    )


def _possible_keys(
    cursor: CursorWrapper, connection: BaseDatabaseWrapper, model: type[Model], found: Shape
) -> Iterator[Constraint]:
    """Yield the foreign keys whose columns and tables exist."""
    with connection.schema_editor(collect_sql=True) as editor:
        keys = tuple(foreign_keys(cursor, editor, model))
    for key in keys:
        columns, rest = key.definition.removeprefix("FOREIGN KEY (").split(")", 1)
        target = rest.removeprefix(" REFERENCES ").split("(", 1)[0]
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [target])
        if found.has_column(columns) and cursor.fetchone()[0]:
            yield key


def _constraint(name: Name, wanted: Constraint, found: Shape) -> Iterator[str]:
    sound = [c for c in found.constraints if not c.definition.endswith(UNSOUND)]
    # The text of a check depends on the types of its columns, which can differ here.
    if any(is_twin(c, wanted) or (c.name == wanted.name and c.kind == "c") for c in sound):
        return
    index = wanted.definition.replace("UNIQUE ", "CREATE UNIQUE INDEX USING btree ")
    if wanted.kind == "u" and any(i.definition == index for i in found.indexes):
        return
    add = f"ADD CONSTRAINT {quote(wanted.name)} {wanted.definition}"
    yield (
        f"{name}: the {KINDS[wanted.kind]} {wanted.name} is missing or not valid: "
        f"ALTER TABLE {name.quoted} {add};"
    )


def _unique_indexes(name: Name, expected: Shape | None, found: Shape) -> Iterator[str]:
    present = {text for index in found.indexes for text in (index.name, index.definition)}
    for index in expected.indexes if expected else ():
        create, using = index.definition.split(" USING ", 1)
        if "UNIQUE" in create and not present & {index.name, index.definition}:
            sql = f"{create} {quote(index.name)} ON {name.quoted} USING {using}"
            yield f"{name}: the unique index {index.name} is missing or not valid: {sql};"


def _disabled(cursor: CursorWrapper, table: Relation) -> Iterator[str]:
    cursor.execute(DISABLED, [table.oid])
    if keys := ", ".join(key for (key,) in cursor.fetchall()):
        enable = f"ALTER TABLE {table.name.quoted} ENABLE TRIGGER ALL;"
        yield f"{table.name}: the triggers of the foreign keys {keys} are disabled: {enable}"


def _triggers(connection: BaseDatabaseWrapper, tables: Iterable[Name]) -> Iterator[str]:
    """Yield the triggers of applied migrations that are missing or not enabled as ALWAYS."""
    loader = MigrationLoader(connection)
    applied = loader.disk_migrations.keys() & loader.applied_migrations.keys()
    every = [o for key in applied for o in loader.disk_migrations[key].operations]
    operations = [o for o in every if isinstance(o, EnsureTriggers)]
    replaced = {trigger.key for o in operations for trigger in o.replaced}
    wanted = {trigger.key for o in operations for trigger in o.triggers} - replaced
    present = {str(name) for name in tables}
    for table, trigger in sorted(wanted - found_triggers(connection)):
        if table in present:
            yield f"{table}: the trigger {trigger} is missing or disabled: manage.py migrate"
