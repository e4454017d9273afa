"""The expected shape of a model's table: the table that Django creates, read from PostgreSQL.

Django creates an empty temporary copy of each table, so that both sides of a comparison are in
PostgreSQL's own notation. A temporary table is invisible to other sessions, needs no lock on a
live table, and does not require the CREATE privilege.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.migrations.state import ModelState, ProjectState
from django.db.migrations.utils import resolve_relation
from django.db.models import Field, ForeignKey, Model

from adapters.postgres.adoption.errors import AdoptionError
from adapters.postgres.adoption.shapes.foreign_keys import foreign_keys
from adapters.postgres.adoption.shapes.shape import Shape, read_shape
from adapters.postgres.backend import names

TEMPORARY = "pg_temp"
# Cached by the version of the server and the statements that create the model's table. The same
# statements create the same shape in every database of a version.
_SHAPES: dict[tuple[int, str], Shape] = {}


def expected_shape(
    connection: BaseDatabaseWrapper, model: type[Model], temporary: Callable[[], ProjectState]
) -> Shape:
    """Return the shape of the table that Django creates for a model.

    `temporary` returns `without_foreign_keys(state, [model, ...], schema=TEMPORARY)`. It is slow,
    and is only called if the shape is not cached.
    """
    editor, statements = _created(connection, model)
    with connection.cursor() as cursor:
        key = (cursor.connection.info.server_version, statements)
        if key not in _SHAPES:
            copy = temporary().apps.get_model(model._meta.label_lower)
            _, of_copy = _created(connection, copy)
            _SHAPES[key] = _shape_of(of_copy, cursor, copy._meta.db_table)
        shape = _SHAPES[key]
        keys = foreign_keys(cursor, editor, model)
        return replace(shape, constraints=(*shape.constraints, *keys))


def without_foreign_keys(
    state: ProjectState, models: Collection[type[Model]], *, schema: str = ""
) -> ProjectState:
    """Return a state whose tables stand alone, all of them in the schema if one is given.

    It has these models and those that they refer to, because rendering the others takes time.
    """
    wanted = {(model._meta.app_label, str(model._meta.model_name)) for model in models}
    found: set[tuple[str, str]] = set()
    while wanted:
        found |= wanted
        referred = {key for model in wanted for key in _referred(state.models[model])}
        wanted = (referred & state.models.keys()) - found
    return ProjectState(
        models={key: _alone(state.models[key], schema) for key in state.models if key in found},
        real_apps=state.real_apps,
    )


def check_temporary_tables(connection: BaseDatabaseWrapper) -> None:
    """Raise an AdoptionError if the role may not create temporary tables."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_database_privilege(current_database(), 'TEMPORARY'),"
            " format('GRANT TEMPORARY ON DATABASE %I TO %I', current_database(), current_user)"
        )
        granted, grant = cursor.fetchone()
    if not granted:
        raise AdoptionError([f"the role may not create temporary tables: {grant};"])


def _created(connection: BaseDatabaseWrapper, model: type[Model]) -> tuple[Any, str]:
    """Return a schema editor and the statements with which it creates the table of a model."""
    with connection.schema_editor(collect_sql=True, atomic=False) as editor:
        editor.create_model(model)
    return editor, "\n".join(editor.collected_sql)


def _shape_of(statements: str, cursor: CursorWrapper, temporary_table: str) -> Shape:
    """Return the shape of the temporary table that the statements make."""
    cursor.execute(statements)
    cursor.execute("SELECT to_regclass(%s)::oid", [temporary_table])
    shape = read_shape(cursor, cursor.fetchone()[0])
    cursor.execute(f"DROP TABLE {temporary_table}")
    return shape


def _referred(model: ModelState) -> Iterator[tuple[str, str]]:
    """Yield the keys of the models that a model refers to."""
    key = (model.app_label, model.name_lower)
    for field in model.fields.values():
        if field.remote_field:
            yield resolve_relation(field.remote_field.model, *key)
            if through := getattr(field.remote_field, "through", None):
                yield resolve_relation(through, *key)


def _alone(model: ModelState, schema: str) -> ModelState:
    copy = model.clone()
    if schema and "db_table" in copy.options:
        copy.options["db_table"] = names.join(schema, names.split(copy.options["db_table"])[1])
    copy.fields = {name: _unconstrained(field) for name, field in copy.fields.items()}
    return copy


def _unconstrained(field: Field[Any, Any]) -> Field[Any, Any]:
    if not isinstance(field, ForeignKey):
        return field
    _, _, arguments, options = field.deconstruct()
    return type(field)(*arguments, **{**options, "db_constraint": False})
