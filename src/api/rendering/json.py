"""What goes out: one pass of pydantic-core straight over the domain's dataclasses."""

import json
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from django.http import HttpResponse
from pydantic import TypeAdapter
from pydantic_core import CoreSchema, PydanticSerializationError, SchemaSerializer, core_schema

# As pydantic-core has it, but for London in winter that is `+00:00`, where pydantic writes `Z`:
# the same moment, without the offset that the place's clock has.
WITH_OFFSET = core_schema.plain_serializer_function_ser_schema(
    datetime.isoformat, when_used="json", return_schema=core_schema.str_schema()
)


class JsonWriter[T]:
    """Writes values of one type as JSON: decimals as strings, moments with their own offset."""

    def __init__(self, kind: Any) -> None:
        schema = TypeAdapter[T](kind).core_schema
        self._serializer = SchemaSerializer(cast("CoreSchema", _with_offsets(schema)))

    def write(self, value: T) -> bytes:
        try:
            return self._serializer.to_json(value)
        except PydanticSerializationError:
            return _write_deep(value)


class SchemaWriter[S]:
    """Writes as JSON what has the attributes of a Pydantic schema."""

    def __init__(self, schema: Any) -> None:
        self._adapter = TypeAdapter[S](schema)

    def write(self, value: object) -> bytes:
        return self._adapter.dump_json(self._adapter.validate_python(value, from_attributes=True))


def json_response(body: bytes) -> HttpResponse:
    return HttpResponse(body, content_type="application/json")


def _write_deep(value: object) -> bytes:
    """Write what pydantic-core gives up on: JSON of a stored row that is nested 255 levels deep.

    Python's own writer goes as deep as its reader, which read the row, did.
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
        case _ if is_dataclass(value):
            return {field.name: getattr(value, field.name) for field in fields(value)}
        case _:
            raise TypeError(f"JSON has no {type(value).__name__}.")


def _with_offsets(schema: object) -> object:
    """Return the schema with the offset written for each of its moments."""
    if isinstance(schema, dict):
        changed = {key: _with_offsets(part) for key, part in schema.items()}
        is_moment = schema.get("type") == "datetime"
        return changed | {"serialization": WITH_OFFSET} if is_moment else changed
    if isinstance(schema, list | tuple):
        return type(schema)(map(_with_offsets, cast("Sequence[object]", schema)))
    return schema
