"""The types of what comes in: strict and bounded, each as the OpenAPI document tells it."""

import re
from datetime import date
from typing import Annotated, Literal
from unicodedata import normalize

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from domain.clocks import FIRST_YEAR, LAST_YEAR
from domain.paging import MAX_PAGE_SIZE
from domain.search.query import MAX_QUERY_LENGTH
from domain.text import is_clean
from domain.tutorials.availability import Availability
from domain.tutorials.rules import LONGEST_CODE, LONGEST_TEXT

# PostgreSQL's bigint, and its integer.
LARGEST_ID, LARGEST_PAGE = 2**63 - 1, 2**31 - 1
# The longest filter value: the name of a filter group.
LONGEST_NAME = 100

# The characters that `is_clean` rejects, as a character class. Surrogates are omitted, because
# JavaScript would then reject all characters above U+FFFF.
CONTROL, BIDI = r"\u0000-\u001F\u007F-\u009F", r"\u202A-\u202E\u2066-\u2069"
UNCLEAN = CONTROL + BIDI
CLEAN = {"pattern": f"^[^{UNCLEAN}]*$"}
# The white space that JavaScript trims. Its `\s` is the same set, but that of Python has some
# control characters too, and not U+FEFF. The two classes mean the same in both.
SPACES = "".join(
    filter(
        re.compile(r"[\t-\r \u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF]").match,
        map(chr, range(0x10000)),
    )
)
SPACE = r"([^\S\u001C-\u001F\u0085]|\uFEFF)"
VISIBLE = rf"[^{UNCLEAN}\s\uFEFF]"
# At most 200 characters after trimming. Bidirectional controls come with pasted text: a query may
# have them, as it is not stored and they are removed from it.
OF_A_QUERY = rf"[^{CONTROL}\s\uFEFF]"
INNER = f"{OF_A_QUERY}([^{CONTROL}]{{0,{MAX_QUERY_LENGTH - 2}}}{OF_A_QUERY})?"
SHORT_WHEN_TRIMMED = {"pattern": f"^{SPACE}*({INNER})?{SPACE}*$"}
NOT_BLANK = {"pattern": f"^{SPACE}*{VISIBLE}([^{UNCLEAN}]*{VISIBLE})?{SPACE}*$"}
BIDI_CONTROLS = re.compile(f"[{BIDI}]")
# An id has up to 19 digits; every number of 18 digits is a valid id.
DIGITS, ID_DIGITS = re.compile(r"-?[0-9]{1,19}"), re.compile(r"[0-9]{1,18}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
FLAGS: dict[object, bool] = {"true": True, "false": False}
LINK_FLAGS = FLAGS | {"1": True, "0": False}


def _clean(value: str) -> str:
    if not is_clean(value):
        message = "String should not contain control, surrogate or bidirectional characters"
        raise PydanticCustomError("string_not_clean", message)
    return value


def _tidy(value: str) -> str:
    """Trim a text and normalise it to NFC, so that each word has one spelling."""
    return normalize("NFC", _clean(value.strip(SPACES)))


def _without_bidi(value: str) -> str:
    return BIDI_CONTROLS.sub("", value)


def _short(value: str) -> str:
    if len(value.strip(SPACES)) > MAX_QUERY_LENGTH:
        message = f"String should have at most {MAX_QUERY_LENGTH} characters"
        raise PydanticCustomError("string_too_long", message)
    return value


def _not_blank(value: str) -> str:
    if not value:
        raise PydanticCustomError("string_blank", "String should not be blank")
    return value


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


def _from_day(value: object) -> object:
    return date.fromisoformat(value) if isinstance(value, str) and DAY.fullmatch(value) else value


def _from_word(value: object) -> object:
    return FLAGS.get(value, value) if isinstance(value, str) else value


def _from_link(value: object) -> object:
    return LINK_FLAGS.get(value, value) if isinstance(value, str) else value


def _from_availability(value: object) -> object:
    if isinstance(value, str) and value in set(Availability):
        return Availability(value)
    names = ", ".join(Availability)
    raise PydanticCustomError("enum", f"Input should be one of: {names}")


SearchText = Annotated[
    str,
    Field(json_schema_extra=SHORT_WHEN_TRIMMED),
    # Before normalisation, which can add characters; the pattern describes the original text.
    AfterValidator(_short),
    AfterValidator(_without_bidi),
    AfterValidator(_tidy),
]
Name = Annotated[
    str,
    Field(min_length=1, max_length=LONGEST_NAME, json_schema_extra=NOT_BLANK),
    AfterValidator(_tidy),
    AfterValidator(_not_blank),
]
Words = Annotated[
    str,
    Field(min_length=1, max_length=LONGEST_TEXT, json_schema_extra=NOT_BLANK),
    AfterValidator(_tidy),
    AfterValidator(_not_blank),
]
# As `Words`, of any length.
Line = Annotated[
    str,
    Field(min_length=1, json_schema_extra=NOT_BLANK),
    AfterValidator(_tidy),
    AfterValidator(_not_blank),
]
# Not normalised: a code that another system stored with another spelling must be found too.
Code = Annotated[
    str,
    Field(min_length=1, max_length=LONGEST_CODE, json_schema_extra=CLEAN),
    AfterValidator(_clean),
]

Whole = BeforeValidator(_whole)
Id = Annotated[int, Field(ge=1, le=LARGEST_ID, json_schema_extra={"format": "int64"}), Whole]
Digits = Annotated[str, Field(max_length=18, pattern=r"^0*[1-9][0-9]*$")]

# Each type of a list's items is an alias, so that the document names it, and so do generators.
type FilterName = Annotated[Name, Field(description="A name; case does not matter.")]
type PlaceName = Annotated[Words, Field(description="A venue or a location; case does not matter.")]
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
Flag = Annotated[bool, BeforeValidator(_from_word)]
type LinkFlag = Annotated[
    bool,
    BeforeValidator(_from_link),
    WithJsonSchema(
        {
            "description": "A flag in a saved link: `1` means true, and `0` means false.",
            "type": "string",
            "enum": list(LINK_FLAGS),
        }
    ),
]
Day = Annotated[
    date,
    Field(
        ge=date(FIRST_YEAR, 1, 1),
        le=date(LAST_YEAR, 12, 31),
        json_schema_extra={"pattern": "^20[0-9]{2}-[0-9]{2}-[0-9]{2}$"},
    ),
    BeforeValidator(_from_day),
]

ClockTime = Annotated[
    str,
    Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", json_schema_extra={"examples": ["09:30"]}),
]
type Weekday = Annotated[
    Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
    Field(description="A day of the week."),
]
AnAvailability = Annotated[Availability, BeforeValidator(_from_availability)]
