"""A plan as a workbook with one sheet.

XlsxWriter makes the workbook once, with the headings and all formats. The rows of the sheet are
written here, because XlsxWriter takes seven times as long for each cell.
"""

from collections.abc import Iterable, Iterator
from itertools import batched
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from adapters.spreadsheets.files.addresses import column_letters
from adapters.spreadsheets.writing.cells import written
from adapters.spreadsheets.writing.plan_rows import COLUMNS, PlanValue, plan_rows
from adapters.spreadsheets.writing.workbook_template import template
from domain.plans.exporting import ExportedEvent

LETTERS = tuple(column_letters(number) for number in range(len(COLUMNS)))
# The lowest level: sheets are repetitive, and higher levels take several times as long.
COMPRESSION = 1
ROWS_AT_A_TIME = 200


def write_workbook(events: Iterable[ExportedEvent], file: BinaryIO) -> None:
    """Write the events row by row; the file stays open."""
    made = template()
    with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=COMPRESSION) as book:
        for part, content in made.parts:
            book.writestr(part, content)
        with book.open(made.sheet, "w") as sheet:
            sheet.write(made.before_rows)
            for rows in batched(_rows(events), ROWS_AT_A_TIME, strict=False):
                sheet.write("".join(rows).encode())
            sheet.write(made.after_rows)


def _rows(events: Iterable[ExportedEvent]) -> Iterator[str]:
    for number, row in enumerate(plan_rows(events), start=2):
        yield f'<row r="{number}">{_cells(number, row)}</row>'


def _cells(number: int, row: list[PlanValue]) -> str:
    return "".join(
        f'<c r="{letter}{number}"{written(value)}'
        for letter, value in zip(LETTERS, row, strict=True)
        if value is not None and value != ""
    )
