"""The columns that are unique in the models, even if an older table lacks the constraint."""

from collections.abc import Iterator

from django.db.migrations.state import ProjectState
from django.db.models import Model

from adapters.postgres.schema_move.names import Name


def model_keys(state: ProjectState, table: Name) -> tuple[tuple[str, ...], ...]:
    """Return the columns of each unique key of the table's model, or () if it has no model."""
    models = state.apps.get_models()
    return tuple(key for m in models if Name.of(m._meta.db_table) == table for key in _keys(m))


def _keys(model: type[Model]) -> Iterator[tuple[str, ...]]:
    columns = {f.name: str(f.column) for f in model._meta.local_concrete_fields}
    for field in model._meta.local_concrete_fields:
        if field.unique:
            yield (columns[field.name],)
    together = (constraint.fields for constraint in model._meta.total_unique_constraints)
    for names in (*model._meta.unique_together, *together):
        yield tuple(columns[name] for name in names)
