"""Workbooks as other programs write them: a valid workbook with changed parts."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from tests.adapters.spreadsheets.plan import HEADINGS, Values, event, workbook

SHEET = "xl/worksheets/sheet1.xml"
BOOK = "xl/workbook.xml"


def rewrite(path: Path, change: Callable[[str], str], *, part: str = SHEET) -> Path:
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts[part].decode()).encode("utf-8", "surrogatepass")
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def with_cell(
    path: Path, address: str, xml: str, *rows: Values, headings: Sequence[str] = HEADINGS
) -> Path:
    """Write a plan with one cell from XML: the element `c` without its address."""
    workbook(path, rows or [event("A-1")], headings=headings)
    row = re.sub("[A-Z]", "", address)

    def change(sheet: str) -> str:
        cell = xml.replace("<c", f'<c r="{address}"', 1)
        changed, count = re.subn(rf'<c r="{address}"[^>]*?(/>|>.*?</c>)', lambda _: cell, sheet)
        if not count:
            # After the last cell of the row.
            changed = re.sub(
                rf'(<row r="{row}".*?)</row>', lambda m: m[1] + cell + "</row>", sheet, count=1
            )
        return changed

    return rewrite(path, change)


def below_cells(path: Path, xml: str) -> Path:
    """Add XML after the cells of a sheet, such as merged ranges."""
    return rewrite(path, lambda sheet: sheet.replace("</sheetData>", "</sheetData>" + xml))
