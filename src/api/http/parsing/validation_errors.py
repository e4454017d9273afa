"""Converts the validation errors of pydantic to the field errors of a problem."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any, get_args

from ninja.errors import ValidationErrorContext
from pydantic_core import ErrorDetails

from api.http.parsing.pointers import pointer
from api.http.parsing.strict_params import Repeated
from domain.errors import FieldError

# A body can have thousands of errors; the limit keeps the response small.
MOST_ERRORS, LONGEST_KEY = 100, 100

type Location = tuple[int | str, ...]


def field_errors(contexts: Iterable[ValidationErrorContext[Any]]) -> list[FieldError]:
    """Return the errors of the query, the path and the body; at most 100."""
    return list(islice(chain.from_iterable(map(_of_one_source, contexts)), MOST_ERRORS))


def _of_one_source(context: ValidationErrorContext[Any]) -> Iterator[FieldError]:
    is_body = context.model.__ninja_param_source__ == "body"
    for error in context.pydantic_validation_error.errors(include_url=False):
        _, *places = error["loc"]
        yield FieldError(
            _path(error["loc"]),
            _message(error, context.model),
            pointer(_shortened(places)) if is_body else None,
        )


def _shortened(places: Iterable[int | str]) -> Iterator[int | str]:
    return (each if isinstance(each, int) else each[:LONGEST_KEY] for each in places)


def _path(location: Location) -> str:
    """Return the path of an invalid value, such as `filters.subjects[3]`."""
    argument, *places = location
    path = "".join(
        f"[{place}]" if isinstance(place, int) else f".{place[:LONGEST_KEY]}" for place in places
    )
    return path.removeprefix(".") or str(argument)


def _message(error: ErrorDetails, model: Any) -> str:
    match error:
        case {"type": "extra_forbidden", "loc": [*parents, _]}:
            names = ", ".join(_names(model, parents)) or "none"
            return f"Unknown; the valid names are: {names}"
        case {"type": "model_type"}:
            return "Input should be an object"
        case {"input": Repeated()}:
            return "Should be given only once"
        case {"input": bytes()}:
            return "Input should be UTF-8"
        # pydantic counts the items of any value that a validator returned.
        case {"type": "too_long", "input": str(), "ctx": {"max_length": longest}}:
            return f"String should have at most {longest} characters"
        # The message of a validator, without the prefix of pydantic.
        case {"type": "value_error", "ctx": {"error": error}}:
            return str(error)
        case _:
            return error["msg"]


def _model_in(annotation: Any) -> Any:
    """Return the model of a type: itself, the items of a list, or what may be null."""
    if hasattr(annotation, "model_fields"):
        return annotation
    return next(filter(None, map(_model_in, get_args(annotation))), None)


def _names(model: Any, parents: Iterable[Any]) -> list[str]:
    """Return the valid names at a path; all its parents must have models."""
    for name in parents:
        if not isinstance(name, int):
            model = _model_in(model.model_fields[name].annotation)
    return [field.alias or name for name, field in model.model_fields.items()]
