"""Reads the rows of a file of any supported format."""

import stat
from collections.abc import Collection, Sequence
from pathlib import Path

from adapters.spreadsheets.files.limits import (
    LARGEST_FILE,
    MEBIBYTE,
    Deadline,
    UnreadableFileError,
)
from adapters.spreadsheets.files.text_file import text_rows
from adapters.spreadsheets.files.xlsx.package import open_package
from adapters.spreadsheets.files.xlsx.sheet import SheetCells
from adapters.spreadsheets.files.xlsx.workbook import find_sheet
from adapters.spreadsheets.table.rows import Cell, Row
from adapters.spreadsheets.table.selection import Selection, Table

__all__ = ["Cell", "Row", "Table", "UnreadableFileError", "read_table"]

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm"})


def read_table(
    path: Path,
    *,
    sheet: str,
    headings: Sequence[str],
    optional: Collection[str] = (),
    deadline: Deadline,
    encoding: str | None = None,
) -> Table:
    """Return the rows below the headings of row 1, with the wanted columns.

    A file may lack the `optional` headings.

    Raises:
        UnreadableFileError: if the file does not exist, has an unknown format, lacks a heading,
            or exceeds a limit.

    """
    suffix = path.suffix.lower()
    if suffix not in WORKBOOKS | {".csv"}:
        raise UnreadableFileError(
            f"{path.name} is neither an .xlsx nor a .csv file (nor an .xlsm file)"
        )
    _check_file(path)
    if suffix == ".csv":
        selection = Selection(headings, optional)
        selection.take(text_rows(path, deadline, encoding=encoding))
        return selection.table(None, [], [])
    with open_package(path) as package:
        cells = SheetCells(find_sheet(package, sheet, deadline))
        selection = Selection(headings, optional)
        selection.take(cells.rows(package, deadline))
        selection.spread(cells, deadline)
        remarks = []
        if cells.is_hidden:
            remarks.append(f"the sheet {cells.name!r} is hidden, but is read")
        return selection.table(cells.name, remarks, cells.layout.hidden_columns)


def _check_file(path: Path) -> None:
    try:
        status = path.stat()
    except (OSError, ValueError) as error:
        raise UnreadableFileError(f"{path} cannot be opened: {error}") from error
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableFileError(f"{path} cannot be opened: it is not a file")
    if status.st_size > LARGEST_FILE:
        size, most = status.st_size // MEBIBYTE, LARGEST_FILE // MEBIBYTE
        raise UnreadableFileError(f"{path.name} has {size} MB; at most {most} MB are read")
