"""The values of cells, and how they are displayed."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that is not blank but has no valid value, such as #N/A; `reason` says why."""

    shown: str
    reason: str


@dataclass(frozen=True, slots=True)
class FormattedNumber:
    """A number with a number format, such as 7 displayed as 007.

    `shown` is None if the format is not supported.
    """

    number: int | float
    shown: str | None


type Value = str | int | float | bool | time | date | datetime | timedelta | FormattedNumber | Fault
# A blank cell. Text that consists of white space and invisible characters is also blank.
BLANK = ""


def shown(value: Value) -> str:
    """Return the displayed text of a value."""
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
            # The format General shows eleven digits: 0.1 + 0.2 is displayed as 0.3.
            return str(int(value)) if value.is_integer() else f"{value:.11g}"
    return str(value)


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row of a file, numbered from 1, with its cells that are not blank, at least one.

    Columns are numbered from 0.
    """

    number: int
    values: dict[int, Value]
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class MergedRange:
    """A merged range; rows are numbered from 1, columns from 0, and the last are included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int
