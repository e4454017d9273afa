"""Serialises JSON: with a schema of the API by pydantic-core, or a dataclass by orjson."""

import json
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import orjson
from pydantic import BaseModel, TypeAdapter
from pydantic_core import PydanticSerializationError


class SchemaWriter:
    """Serialises objects with a schema, from their attributes."""

    def __init__(self, schema: Any) -> None:
        self._adapter = TypeAdapter[object](schema)

    def write(self, value: object) -> bytes:
        shown = self._adapter.validate_python(value, from_attributes=True)
        try:
            return self._adapter.dump_json(shown)
        except PydanticSerializationError:
            return _write_deep(shown)


@cache
def writer_of(schema: Any) -> SchemaWriter:
    """Return the cached writer of a schema."""
    return SchemaWriter(schema)


def write_json(value: object) -> bytes:
    """Serialise dataclasses, as a schema with the same fields does.

    Decimals become strings, and datetimes keep their offset.

    Raises:
        TypeError: if a part of the value cannot be represented in JSON.

    """
    try:
        return orjson.dumps(value, default=_decimal_as_text)
    except orjson.JSONEncodeError:
        return _write_deep(value)


def _decimal_as_text(value: object) -> str:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError


def _write_deep(value: object) -> bytes:
    """Serialise JSON that is nested too deeply for pydantic-core and orjson.

    The `json` module supports the same depth as for reading the stored value.
    """
    return json.dumps(
        value, default=_plainly, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    ).encode()


def _plainly(value: object) -> object:
    match value:
        case date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case BaseModel():
            return dict(value)
        case _ if is_dataclass(value):
            return {field.name: getattr(value, field.name) for field in fields(value)}
        case _:
            raise TypeError(f"JSON has no {type(value).__name__}.")
