"""JSON Merge Patches (RFC 7396)."""

from collections.abc import Mapping
from types import NoneType
from typing import Annotated, Any, get_args

from pydantic import BaseModel, BeforeValidator, Field, create_model
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

ABOUT = (
    "A JSON Merge Patch (RFC 7396) of {}. Fields that are left out keep their values. `null` "
    "removes a value, where there need not be one."
)


def patch_of(model: type[BaseModel], name: str, subject: str) -> Any:
    """Return the model of a merge patch: any field can be left out.

    Only a field that can be null in `model` can be null in the patch.
    """
    optional: dict[str, Any] = {}
    for field, info in model.model_fields.items():
        annotation: Any = info.annotation
        for part in (*info.metadata, Field(json_schema_extra=info.json_schema_extra)):
            annotation = Annotated[annotation, part]
        if not _accepts_null(info):
            annotation = Annotated[annotation, BeforeValidator(_not_null)]
        # A factory, because a default would be in the document, as if a client might send it.
        optional[field] = (
            annotation,
            Field(default_factory=_left_out, description=info.description, examples=info.examples),
        )
    return create_model(name, __base__=model, __doc__=ABOUT.format(subject), **optional)


def changed_values(
    model: type[BaseModel], stored: Mapping[str, Any], patch: BaseModel
) -> dict[str, Any]:
    """Return the new values of the fields that a patch has; a removed one has its default."""
    given = patch.model_dump(exclude_unset=True)
    whole = _applied(stored, given)
    removed = {name: model.model_fields[name] for name in given if name not in whole}
    defaults = {name: info.get_default(call_default_factory=True) for name, info in removed.items()}
    return {name: whole[name] if name in whole else defaults[name] for name in given}


def _applied(target: object, patch: object) -> Any:
    """Return the result of a merge patch, as RFC 7396 defines it."""
    if not isinstance(patch, Mapping):
        return patch
    result = dict(target) if isinstance(target, Mapping) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = _applied(result.get(name), value)
    return result


def _accepts_null(info: FieldInfo) -> bool:
    return info.annotation is Any or NoneType in get_args(info.annotation)


def _not_null(value: object) -> object:
    if value is None:
        message = "Must not be null. Leave the field out to keep its value"
        raise PydanticCustomError("null", message)
    return value


def _left_out() -> None:
    return None
