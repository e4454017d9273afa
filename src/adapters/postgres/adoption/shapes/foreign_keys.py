"""The foreign keys that Django creates for a model, in PostgreSQL's notation."""

from collections.abc import Iterator
from typing import Any

from django.db.backends.utils import CursorWrapper
from django.db.models import ForeignKey, Model

from adapters.postgres.adoption.shapes.shape import Constraint
from adapters.postgres.backend import names

NAME = "_fk_%(to_table)s_%(to_column)s"


def foreign_keys(cursor: CursorWrapper, editor: Any, model: type[Model]) -> Iterator[Constraint]:
    """Yield the constraints; `editor` is a schema editor, whose private methods name them."""
    for field in model._meta.local_concrete_fields:
        if not (isinstance(field, ForeignKey) and getattr(field, "db_constraint", True)):
            continue
        target = field.target_field
        place = _place(cursor, target.model._meta.db_table)
        definition = (
            f"FOREIGN KEY ({field.column}) REFERENCES {place}({target.column})"
            f"{editor._create_on_delete_sql(model, field)} DEFERRABLE INITIALLY DEFERRED"
        )
        name = str(editor._fk_constraint_name(model, field, NAME)).strip('"')
        yield Constraint(name, "f", definition)


def _place(cursor: CursorWrapper, db_table: str) -> str:
    schema, table = names.split(db_table)
    if not schema:
        cursor.execute(
            "SELECT relnamespace::regnamespace::text FROM pg_class WHERE oid = to_regclass(%s)",
            [names.quote(table)],
        )
        found = cursor.fetchone()
        schema = found[0] if found else "public"
    return f"{schema}.{table}"
