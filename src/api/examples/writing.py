"""How an example is written: as an answer is."""

import json
from typing import Any

from api.rendering.json import JsonWriter
from domain.paging import Page, PageRequest, Pagination


def as_json(kind: Any, value: object) -> Any:
    """Return a value of a type as a client reads it."""
    return json.loads(JsonWriter[object](kind).write(value))


def only_page[T](item: T) -> Page[T]:
    """Return the one page of a list that holds one item."""
    return Page(items=(item,), pagination=Pagination.of(PageRequest(), 1))
