"""A plan as a workbook with one sheet."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, BinaryIO

import xlsxwriter

from adapters.spreadsheets.clock_text import DAY
from adapters.spreadsheets.layout import SHEET
from adapters.spreadsheets.writing.plan_rows import COLUMNS, PlanValue, plan_rows
from domain.plans.exporting import ExportedEvent

# Fixed, so that the same events make the same file.
CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 (xlsxwriter takes it without a zone)
WIDTH = 18
# Sheets have no days before this one.
FIRST_DAY = date(1901, 1, 1)
# Rows are written to disk as they come, and texts are not collected in a table of their own. No
# text becomes a link, a formula or a number.
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_workbook(events: Iterable[ExportedEvent], file: BinaryIO) -> None:
    """Write the events row by row; the file stays open."""
    book = xlsxwriter.Workbook(file, OPTIONS)
    book.set_properties({"created": CREATED})
    sheet = book.add_worksheet(SHEET)
    cells = _Cells(book, sheet)
    sheet.freeze_panes(1, 2)
    sheet.set_column(0, len(COLUMNS) - 1, WIDTH)
    for column, heading in enumerate(COLUMNS):
        sheet.write_string(0, column, heading, cells.bold)
    for row, values in enumerate(plan_rows(events), start=1):
        for column, value in enumerate(values):
            cells.write(row, column, value)
    book.close()


class _Cells:
    """Writes values into the cells of a sheet, each with the format of its kind."""

    def __init__(self, book: Any, sheet: Any) -> None:
        self._sheet = sheet
        self.bold = book.add_format({"bold": True})
        self._text = book.add_format({"num_format": "@", "quote_prefix": True})
        self._day = book.add_format({"num_format": "dd/mm/yyyy"})
        self._time = book.add_format({"num_format": "hh:mm"})
        self._second = book.add_format({"num_format": "hh:mm:ss"})

    def write(self, row: int, column: int, value: PlanValue) -> None:
        match value:
            case None | "":
                pass
            case int():
                self._sheet.write_number(row, column, value)
            case timedelta() if value == DAY:
                # As a number, 24:00 would be shown as 00:00.
                self._sheet.write_string(row, column, "24:00", self._text)
            case timedelta():
                shown = self._second if value.seconds % 60 else self._time
                self._sheet.write_number(row, column, value / DAY, shown)
            case date() if value >= FIRST_DAY:
                self._sheet.write_datetime(row, column, value, self._day)
            case _:
                self._sheet.write_string(row, column, str(value), self._text)
