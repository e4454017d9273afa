"""The workbook of a plan without its rows, made by XlsxWriter."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from adapters.spreadsheets.layout import SHEET
from adapters.spreadsheets.writing.plan_rows import COLUMNS

# Fixed, so that the same events make the same file.
CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 (xlsxwriter takes it without a zone)
WIDTH = 18
# The formats of cells, by name. With `quote_prefix`, a text remains a text when it is edited.
FORMATS: Mapping[str, Mapping[str, object]] = {
    "text": {"num_format": "@", "quote_prefix": True},
    "day": {"num_format": "dd/mm/yyyy"},
    "time": {"num_format": "hh:mm"},
    "second": {"num_format": "hh:mm:ss"},
}
SHEET_PART = "xl/worksheets/sheet1.xml"
# Row 2 has one cell for each format, in the order of `FORMATS`.
FORMATTED = re.compile(rb'<c r="[A-Z]+2" s="(\d+)"')
# Contains the number of rows. It may be missing, but must not be wrong.
DIMENSION = re.compile(rb"<dimension [^>]*/>")


@dataclass(frozen=True, slots=True)
class Template:
    """The other parts of the workbook, the sheet around its rows, and the styles of cells.

    `styles` has the number of each format by its name.
    """

    parts: tuple[tuple[ZipInfo, bytes], ...]
    sheet: ZipInfo
    before_rows: bytes
    after_rows: bytes
    styles: Mapping[str, int]


@cache
def template() -> Template:
    """Return the workbook; it is made once."""
    # Imported only when it is used, because it makes every start slower.
    import xlsxwriter

    file = BytesIO()
    book = xlsxwriter.Workbook(file)
    book.set_properties({"created": CREATED})
    sheet = book.add_worksheet(SHEET)
    sheet.freeze_panes(1, 2)
    sheet.set_column(0, len(COLUMNS) - 1, WIDTH)
    bold = book.add_format({"bold": True})
    for column, heading in enumerate(COLUMNS):
        sheet.write_string(0, column, heading, bold)
    for column, properties in enumerate(FORMATS.values()):
        sheet.write_blank(1, column, None, book.add_format(dict(properties)))
    book.close()
    return _split(file)


def _split(file: BytesIO) -> Template:
    with ZipFile(file) as book:
        parts = {name: book.read(name) for name in book.namelist()}
        of_sheet = DIMENSION.sub(b"", parts.pop(SHEET_PART), count=1)
        before, mark, rest = of_sheet.partition(b'<row r="2"')
        row, end, after = rest.partition(b"</sheetData>")
        styles = [int(number) for number in FORMATTED.findall(mark + row)]
        return Template(
            parts=tuple((_part(name), content) for name, content in parts.items()),
            sheet=_part(SHEET_PART),
            before_rows=before,
            after_rows=end + after,
            styles=dict(zip(FORMATS, styles, strict=True)),
        )


def _part(name: str) -> ZipInfo:
    # The default time is fixed too.
    part = ZipInfo(name)
    part.compress_type = ZIP_DEFLATED
    return part
