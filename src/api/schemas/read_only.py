"""Fields that a request may have and that are ignored."""

from collections.abc import Mapping
from typing import Any

from pydantic import model_validator

from api.schemas.input import Strict


class WithReadOnly(Strict):
    """Accepts and ignores the fields that exist only in responses.

    A client can therefore change a response and send it back.
    """

    @model_validator(mode="before")
    @classmethod
    def _without_read_only(cls, value: Any) -> Any:
        if not isinstance(value, Mapping):
            return value
        return {name: each for name, each in value.items() if name not in cls.read_only()}

    @classmethod
    def read_only(cls) -> frozenset[str]:
        return frozenset()


def document_read_only(schema: dict[str, Any], model: type[WithReadOnly]) -> None:
    """Add the ignored fields to the JSON Schema."""
    for name in sorted(model.read_only()):
        schema["properties"][name] = {"readOnly": True, "description": "Ignored."}
