"""Writes a copy of a workbook with a comment on each cell that has an error or a warning."""

import os
import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from adapters.spreadsheets.files.addresses import column_letters
from adapters.spreadsheets.files.limits import MEBIBYTE, Deadline, UnreadableFileError
from adapters.spreadsheets.files.text_file import text_rows
from adapters.spreadsheets.files.values import shown
from adapters.spreadsheets.files.xlsx.package import DAMAGE, open_package
from adapters.spreadsheets.findings import CellNote
from adapters.spreadsheets.layout import SHEET

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

AUTHOR = "import_tutorials"
# A copy is made in memory, and needs about fifty times the size of the file.
LARGEST_TO_COPY = 24 * MEBIBYTE
LONGEST_COMMENT = 1_000
COMMENT_WIDTH, COMMENT_HEIGHT = 320, 110
MACROS = frozenset({".xlsm", ".xltm"})
# The parts that openpyxl does not copy.
LOST = {
    "xl/drawings/drawing": "pictures and shapes",
    "xl/ctrlProps/": "form controls",
    "xl/slicers/": "slicers",
    "xl/threadedComments/": "threads of comments",
    "customXml/": "custom XML",
}


class CannotAnnotateError(Exception):
    """The annotated copy was not written; the message says why and what to do."""


def check_target(source: Path, target: Path) -> None:
    """Check the target of a copy.

    Raises:
        CannotAnnotateError: if it is not an .xlsx file, is the source, or cannot be written.

    """
    suffixes = {".xlsx"} if source.suffix.lower() == ".csv" else {".xlsx", source.suffix.lower()}
    if target.suffix.lower() not in suffixes:
        raise CannotAnnotateError(f"{target.name} must end in {' or '.join(sorted(suffixes))}")
    try:
        is_same = target.exists() and target.samefile(source)
        is_other = target.exists() and not target.is_file()
        has_folder = target.parent.is_dir()
    except (OSError, ValueError) as error:
        raise CannotAnnotateError(f"{target} cannot be written: {error}") from error
    if is_same:
        raise CannotAnnotateError(f"{target} is the file to import; choose another name")
    if is_other or not has_folder:
        raise CannotAnnotateError(f"{target} cannot be written: it is not a regular file")


def annotate(
    source: Path,
    target: Path,
    *,
    sheet: str | None,
    errors: Sequence[CellNote],
    warnings_: Sequence[CellNote],
    encoding: str | None = None,
) -> tuple[str, ...]:
    """Write the complete copy or nothing; return the parts of the original that it lacks.

    Raises:
        CannotAnnotateError: if the copy cannot be written.

    """
    check_target(source, target)
    notes = [("Error", note) for note in errors] + [("Warning", note) for note in warnings_]
    # openpyxl warns about parts that it does not support, and omits them.
    with warnings.catch_warnings(record=True) as unknown:
        warnings.simplefilter("always")
        try:
            book, lost = _book_of_text(source, encoding) if sheet is None else _book(source, target)
            _comment(book.worksheets[0] if sheet is None else book[sheet], notes)
            _save(book, target)
        except (UnreadableFileError, *DAMAGE, KeyError, TypeError, AttributeError) as error:
            raise CannotAnnotateError(f"{target} was not written: {error}") from error
    lost += [str(w.message) for w in unknown if w.category is UserWarning]
    return tuple(dict.fromkeys(lost))


def _book(source: Path, target: Path) -> tuple[Workbook, list[str]]:
    with open_package(source) as package:
        size = package.inflated_size
        if size > LARGEST_TO_COPY:
            message = f"{source.name} has {size // MEBIBYTE} MB when decompressed"
            most = LARGEST_TO_COPY // MEBIBYTE
            raise UnreadableFileError(f"{message}; at most {most} MB are copied")
        package.check_xml(Deadline())
        lost = [
            what for part, what in LOST.items() if any(n.startswith(part) for n in package.names)
        ]
        has_macros = "xl/vbaProject.bin" in package.names
    keeps_macros = target.suffix.lower() in MACROS
    if has_macros and not keeps_macros:
        lost.append("macros")
    book = load_workbook(source, keep_vba=keeps_macros, rich_text=True)
    # The private dict has only existing cells; iteration would create all cells of the used range.
    cells = (cell for page in book.worksheets for cell in page._cells.values())
    if any(cell.data_type == "f" for cell in cells):
        lost.append("the stored results of formulas (open the copy and save it)")
    return book, lost


def _book_of_text(source: Path, encoding: str | None) -> tuple[Workbook, list[str]]:
    book = Workbook()
    page = book.worksheets[0]
    page.title = SHEET
    for row in text_rows(source, Deadline(), encoding=encoding):
        for column, value in row.values.items():
            cell = page[f"{column_letters(column)}{row.number}"]
            cell.value = _storable(shown(value))
            # Otherwise a text that begins with "=" would become a formula.
            cell.data_type = "s"
    return book, []


def _comment(page: "Worksheet", notes: Iterable[tuple[str, CellNote]]) -> None:
    texts: dict[str, list[str]] = {}
    for kind, note in notes:
        # Notes about the whole sheet are attached to its first cell.
        address = note.cell.address if note.cell else "A1"
        texts.setdefault(address, []).append(f"{kind}: {note.message}")
    for address, lines in texts.items():
        # Only the first cell of a merged range can have a comment.
        merged = (area for area in page.merged_cells.ranges if address in area)
        first = next((area.start_cell.coordinate for area in merged), address)
        cell = page[first]
        there = [cell.comment.text] if cell.comment else []
        text = _storable("\n".join([*there, *lines])[:LONGEST_COMMENT])
        cell.comment = Comment(text, AUTHOR, COMMENT_HEIGHT, COMMENT_WIDTH)


def _save(book: Workbook, target: Path) -> None:
    part = target.with_name(f".{os.getpid()}.{target.name}")
    try:
        book.save(part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _storable(text: str) -> str:
    """Return a text without the characters that XML cannot hold."""
    return "".join(
        c if c.isprintable() or c in "\n\t" else "\N{REPLACEMENT CHARACTER}" for c in text
    )
