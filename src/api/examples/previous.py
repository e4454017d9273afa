"""Items of the previous system's lists, from the examples of their own fields."""

from typing import Any

from pydantic import BaseModel

from api.schemas.previous import PreviousEvent, PreviousTutorialProduct, PreviousVariation


def _of(schema: type[BaseModel]) -> dict[str, Any]:
    return {name: (field.examples or [None])[0] for name, field in schema.model_fields.items()}


ANSWERS = {
    schema.__name__: _of(schema)
    for schema in (PreviousEvent, PreviousTutorialProduct, PreviousVariation)
}
