"""Converts the stored form of a cell to its value."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from adapters.spreadsheets.files.escapes import is_escaped
from adapters.spreadsheets.files.formats import GENERAL, NumberFormat, show
from adapters.spreadsheets.files.values import BLANK, Fault, FormattedNumber, Value
from adapters.spreadsheets.files.values import shown as shown_value
from domain.text import one_line

SECONDS_PER_DAY = 86_400
# 31/12/9999; spreadsheet programs show #### for later days.
LAST_SERIAL = 2_958_466
# In this calendar 1900 has a 29 February, for compatibility with older programs.
FALSE_LEAP_DAY = 60
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
# Error values as text, as programs export them and people paste them.
ERROR_TEXT = re.compile(r"#(?:N/A|N/V|NV|GETTING_DATA|[A-ZÄÖÜÉÈ0/]+[!?])|#{3,}|Err:[0-9]{3}")
NO_STORED_VALUE = (
    "is a formula without a stored value (open the file in a spreadsheet program and save it)"
)
ERROR_VALUE = "is an error value"


@dataclass(slots=True)
class BookContext:
    """The data that cells refer to: shared texts, formats, and the first day of the calendar."""

    texts: Sequence[Value] = ()
    formats: list[NumberFormat] = field(default_factory=list)
    is_1904: bool = False


def cell_value(
    kind: str, style: str | None, text: str | None, formula: str | None, book: BookContext
) -> Value:
    """Return the value of a cell, or a `Fault` if it is not blank but has no valid value.

    `text` is None if the cell has no value element.
    """
    if text is None or (text == "" and kind != "str"):
        if kind == "e":
            return Fault("#ERROR!", ERROR_VALUE)
        return BLANK if formula is None else Fault("=" + formula, NO_STORED_VALUE)
    match kind:
        case "s":
            return _shared(text, book.texts)
        case "n":
            return _number(text, _format(style, book), is_1904=book.is_1904)
        case "inlineStr" | "str":
            return text_value(unescaped(text))
        case "b":
            return text.strip() not in {"0", "false"}
        case "e":
            return Fault(text[:50], ERROR_VALUE)
        case "d":
            return _iso(text.strip())
    return Fault(text[:50], f"is of the unknown kind {kind[:20]!r}")


def text_value(text: str) -> Value:
    """Return a text as one line, or the error value that it spells.

    A text that an export escaped is returned without its apostrophe, whatever it spells.
    """
    cleaned = one_line(text)
    if cleaned.startswith("'") and is_escaped(cleaned):
        return cleaned[1:]
    if cleaned.startswith(("#", "Err:")) and ERROR_TEXT.fullmatch(cleaned):
        return Fault(cleaned, ERROR_VALUE)
    return cleaned


def unescaped(text: str) -> str:
    """Decode characters that XML cannot contain, which are written as _x000D_."""
    if "_x" not in text:
        return text
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _shared(text: str, texts: Sequence[Value]) -> Value:
    if text.isdecimal() and len(text) < 12 and (index := int(text)) < len(texts):
        return texts[index]
    return Fault(text[:50], "refers to a text that the file does not have")


def _format(style: str | None, book: BookContext) -> NumberFormat:
    if style is None or not style.isdecimal() or len(style) > 6:
        return GENERAL
    return book.formats[int(style)] if int(style) < len(book.formats) else GENERAL


def _number(text: str, form: NumberFormat, *, is_1904: bool) -> Value:
    try:
        number = float(text)
    except ValueError:
        return BLANK if not text.strip() else Fault(text[:50], "is not a number")
    if not math.isfinite(number):
        return Fault(text[:50], "is not a number")
    value: int | float = int(number) if number.is_integer() and abs(number) < 1e15 else number
    if form.kind == "general":
        return value
    if form.kind == "number":
        return FormattedNumber(value, show(value, form.code))
    return _moment(number, form, is_1904=is_1904)


def _moment(serial: float, form: NumberFormat, *, is_1904: bool) -> Value:
    # Whole seconds: 9:30 is stored as 0.39583333333333331 of a day.
    seconds = round(serial * SECONDS_PER_DAY)
    if not 0 <= serial < LAST_SERIAL:
        return Fault(shown_value(serial), "has a date or time format but is not a date or time")
    if form.kind == "elapsed":
        return _clock(seconds) if seconds < SECONDS_PER_DAY else timedelta(seconds=seconds)
    if seconds < SECONDS_PER_DAY and not (is_1904 and form.kind == "date"):
        return _clock(seconds)
    if form.kind == "time" and seconds == SECONDS_PER_DAY:
        return timedelta(days=1)
    first = datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 no zone
    if not is_1904 and serial < FALSE_LEAP_DAY:
        first += timedelta(days=1)
    try:
        return first + timedelta(seconds=seconds)
    except OverflowError:
        return Fault(shown_value(serial), "has a date or time format but is not a date or time")


def _clock(seconds: int) -> time:
    minutes, second = divmod(seconds, 60)
    return time(*divmod(minutes, 60), second)


def _iso(text: str) -> Value:
    for read in (datetime.fromisoformat, time.fromisoformat):
        try:
            value = read(text)
        except ValueError:
            continue
        if value.tzinfo is None:
            return value
    return Fault(text[:50], "is not a date or time")
