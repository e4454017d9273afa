"""JSON pointers (RFC 6901) of the values in a body."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from domain.errors import FieldError, Invalid

PARTS = re.compile(r"[^.\[\]]+")


def pointer(places: Iterable[int | str]) -> str:
    """Return the pointer of a value from the names and numbers of its path."""
    parts = (str(place).replace("~", "~0").replace("/", "~1") for place in places)
    return "".join(f"/{part}" for part in parts)


@contextmanager
def located_in_the_body() -> Iterator[None]:
    """Add pointers to the errors that the block raises, from the paths of their fields.

    A field is a path of names and numbers, such as `sessions[0].start_date`.
    """
    try:
        yield
    except Invalid as error:
        error.errors = located(error.errors)
        raise


def located(errors: Iterable[FieldError]) -> tuple[FieldError, ...]:
    """Return errors of fields of the body with their pointers."""
    return tuple(
        each
        if each.pointer is not None
        else replace(each, pointer=pointer(PARTS.findall(each.field)))
        for each in errors
    )
