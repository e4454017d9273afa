"""The types of the fields of reference data, as clients send them."""

import math
from typing import Annotated, Any

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from api.schemas.types.text import Line
from domain.text import is_clean

LONGEST, LONGEST_PROSE = 255, 20_000
# Excludes control characters other than tabs and line ends.
NO_CONTROLS = r"^[^\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]*$"


def _is_prose(value: str) -> str:
    if not is_clean(value.translate({ord(character): None for character in "\t\r\n"})):
        raise PydanticCustomError(
            "string_not_clean", "String should not contain control characters"
        )
    return value


def _storable(value: Any) -> Any:
    """Reject values that PostgreSQL cannot store as jsonb."""
    match value:
        case str():
            if "\0" in value or any("\ud800" <= character <= "\udfff" for character in value):
                raise PydanticCustomError("json_text", "JSON should not contain NUL or surrogates")
        case float() if not math.isfinite(value):
            raise PydanticCustomError("json_number", "JSON should contain finite numbers")
        case list():
            for each in value:
                _storable(each)
        case dict():
            for name, each in value.items():
                _storable(name)
                _storable(each)
    return value


Name = Annotated[Line, Field(max_length=LONGEST)]
ShortCode = Annotated[Line, Field(max_length=50)]
Prose = Annotated[
    str,
    Field(max_length=LONGEST_PROSE, json_schema_extra={"pattern": NO_CONTROLS}),
    AfterValidator(_is_prose),
]
Json = Annotated[Any, AfterValidator(_storable)]
