"""What a cell can hold, and what a person sees of it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that is not blank and has no value, such as #N/A; `reason` says why."""

    shown: str
    reason: str


@dataclass(frozen=True, slots=True)
class FormattedNumber:
    """A number that is shown in a format of its own, such as 7 shown as 007.

    `shown` is None when the format is not one that can be imitated here.
    """

    number: int | float
    shown: str | None


type Value = str | int | float | bool | time | date | datetime | timedelta | FormattedNumber | Fault
# A blank cell. Text of nothing but white space and invisible characters is blank too.
BLANK = ""


def shown(value: Value) -> str:
    """Return the text that a person sees in a cell."""
    match value:
        case Fault():
            return value.shown
        case FormattedNumber():
            return shown(value.number) if value.shown is None else value.shown
        case timedelta():
            minutes, seconds = divmod(round(value.total_seconds()), 60)
            hours, minutes = divmod(minutes, 60)
            return f"{hours}:{minutes:02}:{seconds:02}"
        case float():
            # General shows eleven digits: 0.1 + 0.2 is seen as 0.3.
            return str(int(value)) if value.is_integer() else f"{value:.11g}"
    return str(value)


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row of a file, counted from 1, with its cells that are not blank.

    Columns are counted from 0. A row without such cells does not occur.
    """

    number: int
    values: dict[int, Value]
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class MergedRange:
    """Rows are counted from 1, columns from 0; the last of each is included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int
