"""JSON Merge Patches (RFC 7396)."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, Field, create_model

ABOUT = "A JSON Merge Patch (RFC 7396) of {}. A field that is null is set to its default."


def patch_of(model: type[BaseModel], name: str, subject: str) -> Any:
    """Return the model of a merge patch, in which each field can be omitted or null."""
    optional: dict[str, Any] = {}
    for field, info in model.model_fields.items():
        annotation: Any = info.annotation
        for part in (*info.metadata, Field(json_schema_extra=info.json_schema_extra)):
            annotation = Annotated[annotation, part]
        optional[field] = (
            annotation | None,
            Field(default=None, description=info.description, examples=info.examples),
        )
    return create_model(name, __base__=model, __doc__=ABOUT.format(subject), **optional)


def merged(stored: Mapping[str, Any], patch: BaseModel) -> dict[str, Any]:
    """Return the stored values with the patch applied, without the fields that it sets to null.

    No field of these models is an object, so nested values do not have to be merged.
    """
    changes = patch.model_dump(exclude_unset=True)
    whole = {**stored, **changes}
    return {name: value for name, value in whole.items() if changes.get(name, "") is not None}
