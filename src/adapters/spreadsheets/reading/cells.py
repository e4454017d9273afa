"""Readers of cells: text, days, times of day, numbers, yes or no."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from adapters.spreadsheets.files.values import BLANK, Fault, FormattedNumber, shown
from adapters.spreadsheets.findings import CellError
from adapters.spreadsheets.reading.clock_text import DAY, parse_day, parse_time
from adapters.spreadsheets.table.rows import Cell
from domain.tutorials.web_address import WEB_ADDRESS, is_web_address

LONGEST_QUOTE = 50
A_TEXT = "a text"
A_DATE = "a date, DD/MM/YYYY"
A_TIME = "a time of day, HH:MM"
AN_END_TIME = "a time of day, HH:MM, or 24:00"
A_WHOLE_NUMBER = "a whole number"
YES_OR_NO = "Y or N"
ANSWERS = {
    **dict.fromkeys(("Y", "YES", "TRUE", "1"), True),
    **dict.fromkeys(("N", "NO", "FALSE", "0", BLANK), False),
}


def text(cell: Cell) -> str:
    """Read a text, or a number as it is displayed."""
    value = cell.value
    if isinstance(value, FormattedNumber) and value.shown is None:
        raise CellError(
            f"{shown(value)!r} has a number format that cannot be read as text: "
            f"must be {A_TEXT}; format the cell as text",
            expected=A_TEXT,
        )
    is_fit = isinstance(value, str | int | float | FormattedNumber) and not isinstance(value, bool)
    if value == BLANK or not is_fit:
        raise unfit(cell, A_TEXT)
    return shown(value)


def optional[T](read: Callable[[Cell], T]) -> Callable[[Cell], T | None]:
    """Return a reader that returns None for a blank cell, and otherwise uses `read`."""

    def read_unless_blank(cell: Cell) -> T | None:
        if cell.value == BLANK:
            return None
        try:
            return read(cell)
        except CellError as error:
            if isinstance(cell.value, Fault):
                raise unfit(cell, f"{error.expected}, or blank") from error
            raise

    return read_unless_blank


def optional_web_address(cell: Cell) -> str | None:
    if cell.value == BLANK:
        return None
    if isinstance(cell.value, Fault):
        raise unfit(cell, "an http or https address, or blank")
    if not is_web_address(text(cell)):
        raise CellError(WEB_ADDRESS, expected=WEB_ADDRESS.removeprefix("must be "))
    return text(cell)


def day(cell: Cell) -> date:
    """Read a spreadsheet date, or text such as 31/01/2026, 2026-01-31 or 31 January 2026."""
    if isinstance(cell.value, datetime):
        return cell.value.date()
    if isinstance(cell.value, date):
        return cell.value
    found = parse_day(cell.value) if isinstance(cell.value, str) else None
    if found is None:
        raise unfit(cell, A_DATE)
    return found


def time_of_day(cell: Cell) -> timedelta:
    """Read a spreadsheet time, or text such as 9:30, 09.30, 0930 or 9:30 am, since midnight.

    A day in the same cell is ignored; `carried_day` returns it.
    """
    clock = _clock(cell)
    if clock is None or clock >= DAY:
        raise unfit(cell, A_TIME)
    return clock


def end_time_of_day(cell: Cell) -> timedelta:
    """Read a time of day like `time_of_day`, or 24:00, the end of the day."""
    clock = _clock(cell)
    if clock is None or clock > DAY:
        raise unfit(cell, AN_END_TIME)
    if isinstance(cell.value, str) and "midnight" in cell.value.casefold():
        return DAY
    return clock


def carried_day(cell: Cell) -> date | None:
    """Return the day in a cell that should contain a time of day only."""
    return cell.value.date() if isinstance(cell.value, datetime) else None


def _clock(cell: Cell) -> timedelta | None:
    value = cell.value
    if isinstance(value, datetime):
        value = value.time()
    if isinstance(value, time):
        return timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
    if isinstance(value, timedelta):
        return value
    if isinstance(value, bool | Fault):
        return None
    # A typed 0930 becomes the number 930.
    return parse_time(shown(value))


def whole_number(cell: Cell) -> int:
    value = cell.value
    if isinstance(value, FormattedNumber) and value.shown is not None:
        # 0.12 can be displayed as 12%, and 1.4 as 1, so the displayed value may be wrong.
        seen = value.shown.replace(",", "")
        if re.fullmatch(r"-?[0-9]{1,18}", seen) and int(seen) == value.number:
            return int(seen)
        raise unfit(cell, A_WHOLE_NUMBER)
    if isinstance(value, FormattedNumber):
        value = value.number
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str):
        # Python raises an error for thousands of digits, and no column can store twenty.
        found = re.fullmatch(r"(-?[0-9]{1,18})(?:\.0+)?", unicodedata.normalize("NFKC", value))
        if found:
            return int(found[1])
    raise unfit(cell, A_WHOLE_NUMBER)


def yes_or_no(cell: Cell) -> bool:
    """Read Y or N, yes or no, TRUE or FALSE, 1 or 0; a blank cell means no."""
    answer = unicodedata.normalize("NFKC", shown(cell.value)).upper()
    if isinstance(cell.value, Fault) or answer not in ANSWERS:
        raise unfit(cell, YES_OR_NO)
    return ANSWERS[answer]


def unfit(cell: Cell, wanted: str) -> CellError:
    """Return the error of a cell whose value is not valid in its column."""
    quoted = repr(shown(cell.value)[:LONGEST_QUOTE])
    found = "is blank" if cell.value == BLANK else f"{quoted} is not valid"
    if isinstance(cell.value, Fault):
        found = f"{quoted} {cell.value.reason}" if cell.value.shown else cell.value.reason
    return CellError(f"{found}: must be {wanted}", expected=wanted)
