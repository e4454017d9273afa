"""Ids and other whole numbers."""

import re
from typing import Annotated

from pydantic import BeforeValidator, Field

from api.schemas.types.text import Name
from domain.paging import MAX_PAGE_SIZE

# PostgreSQL's bigint, and its integer.
LARGEST_ID, LARGEST_PAGE = 2**63 - 1, 2**31 - 1
# An id has up to 19 digits; every number of 18 digits is a valid id.
DIGITS, ID_DIGITS = re.compile(r"-?[0-9]{1,19}"), re.compile(r"[0-9]{1,18}")


def _whole(value: object) -> object:
    """Accept 7.0 as 7: for JSON Schema, both are integers."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _from_digits(value: object) -> object:
    return int(value) if isinstance(value, str) and DIGITS.fullmatch(value) else value


def _from_id_digits(value: object) -> object:
    return int(value) if isinstance(value, str) and ID_DIGITS.fullmatch(value) else value


def _from_id(value: object) -> object:
    number = _whole(value)
    if isinstance(number, int) and not isinstance(number, bool) and 1 <= number <= LARGEST_ID:
        return str(number)
    return value


Whole = BeforeValidator(_whole)
Id = Annotated[int, Field(ge=1, le=LARGEST_ID, json_schema_extra={"format": "int64"}), Whole]
Digits = Annotated[str, Field(max_length=18, pattern=r"^0*[1-9][0-9]*$")]
type IdOrDigits = Annotated[
    Id,
    BeforeValidator(_from_id_digits, json_schema_input_type=Id | Digits),
    Field(description="An id, as a number or as digits."),
]
type CodeOrId = Annotated[
    Name,
    BeforeValidator(_from_id, json_schema_input_type=Name | Id),
    Field(description="A code or a name, or an id."),
]

INT32 = {"format": "int32"}
PageNumber = Annotated[
    int,
    Field(ge=1, le=LARGEST_PAGE, json_schema_extra=INT32, description="The page number, from 1."),
    Whole,
]
PageSize = Annotated[
    int,
    Field(
        ge=1, le=MAX_PAGE_SIZE, json_schema_extra=INT32, description="The number of items per page."
    ),
    Whole,
]

# In a query string, every value is a string.
FromDigits = BeforeValidator(_from_digits)
