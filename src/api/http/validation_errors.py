"""What pydantic finds wrong with a request, in the words and paths of a problem."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

from ninja.errors import ValidationErrorContext
from pydantic_core import ErrorDetails

from api.http.strict_params import Repeated
from domain.errors import FieldError

# A body can hold thousands of mistakes, and the answer should not outgrow it.
MOST_ERRORS, LONGEST_KEY = 100, 100

type Location = tuple[int | str, ...]


def field_errors(contexts: Iterable[ValidationErrorContext[Any]]) -> list[FieldError]:
    """Return what is wrong with each field, of query, path and body alike; at most 100."""
    return list(islice(chain.from_iterable(map(_of_one_source, contexts)), MOST_ERRORS))


def _of_one_source(context: ValidationErrorContext[Any]) -> Iterator[FieldError]:
    for error in context.pydantic_validation_error.errors(include_url=False):
        yield FieldError(_path(error["loc"]), _message(error, context.model))


def _path(location: Location) -> str:
    """Return `filters.subjects[3]` for a place in what a handler's argument was made from."""
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
            return "Should be given once only"
        case {"input": bytes()}:
            return "Input should be UTF-8"
        # A validator's own words, behind pydantic's.
        case {"type": "value_error", "ctx": {"error": error}}:
            return str(error)
        case _:
            return error["msg"]


def _names(model: Any, parents: Iterable[Any]) -> list[str]:
    """Return the names that are valid at a place; on the way there are models only."""
    for name in parents:
        model = model.model_fields[name].annotation
    return [field.alias or name for name, field in model.model_fields.items()]
