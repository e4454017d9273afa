"""Cells of a sheet as SpreadsheetML (ECMA-376, part 1, 18.3.1.4)."""

import re
from datetime import date, timedelta
from functools import lru_cache
from xml.sax.saxutils import escape

from adapters.spreadsheets.reading.clock_text import DAY
from adapters.spreadsheets.writing.plan_rows import PlanValue
from adapters.spreadsheets.writing.workbook_template import template

# Days before `FIRST_DAY` are written as text. The others are counted from `DAY_ZERO`, because
# spreadsheet programs assume that 1900 was a leap year.
FIRST_DAY, DAY_ZERO = date(1901, 1, 1), date(1899, 12, 30)
# XML cannot contain these characters. They are written as `_x0001_`, so a text that looks like this
# must be escaped too (ECMA-376, part 1, 22.9.2.19).
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
MOST_CACHED = 8192


@lru_cache(MOST_CACHED)
def written(value: PlanValue) -> str:
    """Return the XML of the cell of a value that is not blank, from the end of its reference on.

    No text becomes a link, a formula or a number.
    """
    match value:
        case int():
            return f"><v>{value}</v></c>"
        case timedelta() if value == DAY:
            # As a number, 24:00 would be shown as 00:00.
            return _text("24:00")
        case timedelta():
            return _number(f"{value / DAY:.16G}", "second" if value.seconds % 60 else "time")
        case date() if value >= FIRST_DAY:
            return _number(str((value - DAY_ZERO).days), "day")
    return _text(str(value))


def _text(value: str) -> str:
    safe = escape(UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", value))
    return f' s="{template().styles["text"]}" t="inlineStr"><is><t>{safe}</t></is></c>'


def _number(value: str, style: str) -> str:
    return f' s="{template().styles[style]}"><v>{value}</v></c>'
