"""The base class and the field types of every schema of responses."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

DECIMAL = {"format": "decimal", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}


class Out(BaseModel):
    """A response, or a part of one, read from the attributes of a domain object.

    Each property has a description and, unless it is a schema itself, an example.
    """

    model_config = ConfigDict(from_attributes=True, frozen=True)


Id = Annotated[int, Field(json_schema_extra={"format": "int64"})]
Amount = Annotated[
    Decimal,
    PlainSerializer(str, return_type=str, when_used="json"),
    Field(json_schema_extra=DECIMAL),
]
# Pydantic writes `Z` for the offset `+00:00`, the offset of London in winter.
Moment = Annotated[
    datetime,
    PlainSerializer(datetime.isoformat, return_type=str, when_used="json"),
    Field(json_schema_extra={"format": "date-time"}),
]
# Not validated and not copied: stored values are shown unchanged.
JsonValue = Any
