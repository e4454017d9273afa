"""Texts: names, codes and the text of a search."""

import re
from typing import Annotated
from unicodedata import normalize

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from domain.search.query import MAX_QUERY_LENGTH
from domain.text import is_blank, is_clean
from domain.tutorials.rules import LONGEST_CODE, LONGEST_TEXT

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
# At most 200 characters after trimming. Pasted text can contain bidirectional controls. A query may
# have them, because it is not stored and they are removed.
OF_A_QUERY = rf"[^{CONTROL}\s\uFEFF]"
INNER = f"{OF_A_QUERY}([^{CONTROL}]{{0,{MAX_QUERY_LENGTH - 2}}}{OF_A_QUERY})?"
SHORT_WHEN_TRIMMED = {"pattern": f"^{SPACE}*({INNER})?{SPACE}*$"}
NOT_BLANK = {"pattern": f"^{SPACE}*{VISIBLE}([^{UNCLEAN}]*{VISIBLE})?{SPACE}*$"}
BIDI_CONTROLS = re.compile(f"[{BIDI}]")


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
    if is_blank(value):
        raise PydanticCustomError("string_blank", "String should not be blank")
    return value


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

# The types of the items of lists are aliases, so that the document and generators name them.
type FilterName = Annotated[Name, Field(description="A name; case does not matter.")]
type PlaceName = Annotated[Words, Field(description="A venue or a location; case does not matter.")]
type PersonName = Annotated[
    Words, Field(description="The name of an instructor; case does not matter.")
]
