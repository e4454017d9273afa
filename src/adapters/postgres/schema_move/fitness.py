"""Whether a table that is moved can then be adopted: found out before it is moved."""

from collections.abc import Collection, Iterator, Mapping

from django.db.backends.utils import CursorWrapper
from django.db.migrations.state import ProjectState
from django.db.models import Model

from adapters.postgres.adoption.comparison import Tolerance, faults
from adapters.postgres.adoption.shapes import Shape, read_shape
from adapters.postgres.schema_move.relations import Name
from adapters.postgres.schema_move.renaming import as_if_moved
from adapters.postgres.schema_move.requirements import Step


def adoption_faults(
    cursor: CursorWrapper,
    steps: Collection[Step],
    expected: Mapping[Name, Shape],
    state: ProjectState,
) -> Iterator[str]:
    """Say what of the tables to be moved differs from what the state's models need."""
    moves = {step.source: step.target for step in steps if step.is_move}
    models = {Name.of(model._meta.db_table): model for model in state.apps.get_models()}
    for step in steps:
        if step.is_move and step.target in expected:
            differing = faults(
                expected=expected[step.target],
                found=as_if_moved(read_shape(cursor, step.oid), moves),
                tolerance=Tolerance(types=_adopted_types(models[step.target])),
            )
            yield from (f"{step.source}{fault}" for fault in differing)


def _adopted_types(model: type[Model]) -> dict[str, Collection[str]]:
    return {
        str(field.column): field.adopted_types
        for field in model._meta.local_concrete_fields
        if hasattr(field, "adopted_types")
    }
