"""Compares a schema of an answer with the domain object that its route returns."""

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, TypeAliasType, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from domain.reference import Json


def differences(schema: Any, shown: Any, place: str = "") -> Iterator[str]:
    """Yield what must change so that the schema shows the object, field by field."""
    schema, shown = plain_type(schema), plain_type(shown)
    if schema is shown or schema == shown or (schema is Any and shown is Json):
        return
    if is_model(schema) and field_types(shown):
        yield from _of_fields(schema, shown)
        return
    schema_parts, shown_parts = _parts(schema), _parts(shown)
    if _kind(schema) == _kind(shown) and len(schema_parts) == len(shown_parts) > 0:
        for ours, theirs in zip(schema_parts, shown_parts, strict=True):
            yield from differences(ours, theirs, place)
    else:
        yield f"{place}: the schema has {schema}, the domain has {shown}; make them the same"


def plain_type(annotation: Any) -> Any:
    """Return a type without aliases and metadata."""
    while True:
        if isinstance(annotation, TypeAliasType) and annotation is not Json:
            annotation = annotation.__value__
        elif get_origin(annotation) is Annotated:
            annotation = get_args(annotation)[0]
        else:
            return annotation


def is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def models(base: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """Yield the subclasses of a model, at any depth."""
    for model in base.__subclasses__():
        yield model
        yield from models(model)


def field_types(annotation: Any) -> dict[str, Any]:
    """Return the types of a dataclass's fields by name, of a generic one with its arguments."""
    kind = get_origin(annotation) or annotation
    if not (isinstance(kind, type) and is_dataclass(kind)):
        return {}
    arguments = dict(zip(kind.__type_params__, get_args(annotation), strict=False))
    hints = get_type_hints(kind, include_extras=True)
    return {field.name: _filled(hints[field.name], arguments) for field in fields(kind)}


def _filled(annotation: Any, arguments: dict[Any, Any]) -> Any:
    if annotation in arguments:
        return arguments[annotation]
    parts = tuple(_filled(part, arguments) for part in get_args(annotation))
    return annotation if parts == get_args(annotation) else get_origin(annotation)[parts]


def _of_fields(schema: type[BaseModel], shown: Any) -> Iterator[str]:
    ours, theirs = schema.model_fields, field_types(shown)
    name = getattr(get_origin(shown) or shown, "__name__", str(shown))
    for field in theirs.keys() - ours.keys():
        yield f"{schema.__name__} has no field {field!r} of {name}: add it to the schema"
    for field in ours.keys() - theirs.keys():
        yield f"{schema.__name__}.{field} is no field of {name}: add it to the entity"
    if ours.keys() == theirs.keys() and list(ours) != list(theirs):
        yield f"{schema.__name__} has the fields of {name} in another order"
    for field in ours.keys() & theirs.keys():
        place = f"{schema.__name__}.{field}"
        yield from differences(ours[field].annotation, theirs[field], place)


def _kind(annotation: Any) -> Any:
    origin = get_origin(annotation)
    if origin in {list, tuple, Sequence}:
        return Sequence
    return Union if origin is UnionType else origin


def _parts(annotation: Any) -> tuple[Any, ...]:
    arguments = tuple(part for part in get_args(annotation) if part is not Ellipsis)
    return tuple(sorted(arguments, key=lambda part: part is NoneType))
