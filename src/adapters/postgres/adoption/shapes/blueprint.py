"""What a table of a model is expected to be: what Django would make, as PostgreSQL describes it.

Django makes each table once more, empty and temporary; so types, expressions and names are
compared in PostgreSQL's own words on both sides. No other session sees a temporary table, no
lock of a live table is taken for it, and CREATE on the database is not needed.
"""

from dataclasses import replace
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.state import ModelState, ProjectState
from django.db.models import Field, ForeignKey, Model

from adapters.postgres.adoption.errors import AdoptionError
from adapters.postgres.adoption.shapes.foreign_keys import foreign_keys
from adapters.postgres.adoption.shapes.shape import Shape, read_shape
from adapters.postgres.backend import names

TEMPORARY = "pg_temp"


def expected_shape(
    connection: BaseDatabaseWrapper, model: type[Model], temporary: ProjectState
) -> Shape:
    """Return the shape of a model's table as Django makes it.

    `temporary` is `without_foreign_keys(state, schema=TEMPORARY)`.
    """
    copy = temporary.apps.get_model(model._meta.label_lower)
    with connection.schema_editor() as editor:
        editor.create_model(copy)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)::oid", [copy._meta.db_table])
        shape = read_shape(cursor, cursor.fetchone()[0])
        cursor.execute(f"DROP TABLE {copy._meta.db_table}")
        keys = foreign_keys(cursor, connection.schema_editor(), model)
        return replace(shape, constraints=(*shape.constraints, *keys))


def without_foreign_keys(state: ProjectState, *, schema: str = "") -> ProjectState:
    """Return a state whose tables stand alone, all of them in the schema if one is given."""
    return ProjectState(
        models={key: _alone(model, schema) for key, model in state.models.items()},
        real_apps=state.real_apps,
    )


def check_temporary_tables(connection: BaseDatabaseWrapper) -> None:
    """Raise an AdoptionError when the role may not make temporary tables."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_database_privilege(current_database(), 'TEMPORARY'),"
            " format('GRANT TEMPORARY ON DATABASE %I TO %I', current_database(), current_user)"
        )
        granted, grant = cursor.fetchone()
    if not granted:
        raise AdoptionError([f"the role may not make temporary tables: {grant};"])


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
