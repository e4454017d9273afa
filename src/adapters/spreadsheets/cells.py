"""What a cell says: text, a day, a time of day, a number, yes or no."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time

from adapters.spreadsheets.reading import Cell, Value
from domain.tutorials import WEB_ADDRESS, is_web_address

LONGEST_QUOTE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class CellNote:
    """Something to tell about one cell, by its address and heading."""

    cell: Cell
    message: str

    def __str__(self) -> str:
        return f"{self.cell.address} ({self.cell.heading}): {self.message}"


class CellError(Exception):
    """A cell does not say what its column asks for."""


@dataclass(slots=True)
class Findings:
    """All that is wrong in a sheet (`errors`) or merely odd (`warnings`)."""

    errors: list[CellNote] = field(default_factory=list)
    warnings: list[CellNote] = field(default_factory=list)

    def refuse(self, cell: Cell, message: str) -> None:
        self.errors.append(CellNote(cell=cell, message=message))

    def warn(self, cell: Cell, message: str) -> None:
        self.warnings.append(CellNote(cell=cell, message=message))

    def read[T](self, cell: Cell, reader: Callable[[Cell], T]) -> T | None:
        """Return what the cell says, or None after noting down that it does not say it."""
        try:
            return reader(cell)
        except CellError as error:
            self.refuse(cell, str(error))
            return None


def shown(value: Value) -> str:
    """Return the text that a person sees in a cell."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def text(cell: Cell) -> str:
    """Read a text, or a number as the text that it is shown as."""
    is_fit = isinstance(cell.value, str | int | float) and not isinstance(cell.value, bool)
    if cell.value == "" or not is_fit:
        raise _unfit(cell, "a text")
    return shown(cell.value)


def optional_web_address(cell: Cell) -> str | None:
    if cell.value == "":
        return None
    if not is_web_address(text(cell)):
        raise CellError(WEB_ADDRESS)
    return text(cell)


def day(cell: Cell) -> date:
    """Read a spreadsheet date, or text as DD/MM/YYYY or YYYY-MM-DD."""
    if isinstance(cell.value, datetime):
        return cell.value.date()
    if isinstance(cell.value, date):
        return cell.value
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(str(cell.value), form).date()  # noqa: DTZ007 a day has no zone
        except ValueError:
            continue
    raise _unfit(cell, "a date, DD/MM/YYYY")


def optional_day(cell: Cell) -> date | None:
    return None if cell.value == "" else day(cell)


def time_of_day(cell: Cell) -> time:
    """Read a spreadsheet time, or text as HH:MM or HH:MM:SS."""
    if isinstance(cell.value, datetime):
        return cell.value.time()
    if isinstance(cell.value, time):
        return cell.value
    for form in ("%H:%M", "%H:%M:%S"):
        try:
            return datetime.strptime(str(cell.value), form).time()  # noqa: DTZ007 no zone either
        except ValueError:
            continue
    raise _unfit(cell, "a time of day, HH:MM")


def whole_number(cell: Cell) -> int:
    if isinstance(cell.value, int) and not isinstance(cell.value, bool):
        return cell.value
    if isinstance(cell.value, float) and cell.value.is_integer():
        return int(cell.value)
    # Python refuses to read thousands of digits; no column takes twenty.
    if isinstance(cell.value, str) and re.fullmatch(r"-?[0-9]{1,18}", cell.value):
        return int(cell.value)
    raise _unfit(cell, "a whole number")


def yes_or_no(cell: Cell) -> bool:
    """Read Y or N; blank is no."""
    try:
        return {"Y": True, "YES": True, "N": False, "NO": False, "": False}[str(cell.value).upper()]
    except KeyError:
        raise _unfit(cell, "Y or N") from None


def _unfit(cell: Cell, wanted: str) -> CellError:
    quoted = repr(shown(cell.value)[:LONGEST_QUOTE])
    found = "is blank" if cell.value == "" else f"{quoted} is not what it asks for"
    return CellError(f"{found}: must be {wanted}")
