"""Rows of a file, whatever its format, each cell with the address that a person finds it by."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import StringIO
from pathlib import Path
from zipfile import BadZipFile

from python_calamine import CalamineError, CalamineWorkbook

type Value = str | int | float | bool | time | date | datetime | timedelta


class UnreadableFileError(Exception):
    """The file as a whole cannot be read; the message says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell; `value` is "" when it is blank, and text is trimmed."""

    row: int
    column: str
    heading: str
    value: Value

    @property
    def address(self) -> str:
        return f"{self.column}{self.row}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row by heading; `number` counts from 1, as spreadsheet programs do."""

    number: int
    cells: Mapping[str, Cell]

    def __getitem__(self, heading: str) -> Cell:
        return self.cells[heading]

    @property
    def is_blank(self) -> bool:
        return all(cell.value == "" for cell in self.cells.values())


def read_rows(path: Path, *, sheet: str, headings: Sequence[str]) -> tuple[Row, ...]:
    """Return the rows below the headings of row 1, in their order, with the wanted columns.

    Headings are compared without case and surrounding space; other columns are left out.

    Raises:
        UnreadableFileError: when the file is away, of no known format, or lacks a heading.

    """
    grid = iter(_grid(path, sheet=sheet))
    columns = _columns(next(grid, []), headings)
    return tuple(
        Row(
            number=number,
            cells={
                heading: Cell(
                    row=number,
                    column=column_letters(index),
                    heading=heading,
                    value=_trimmed(values[index]) if index < len(values) else "",
                )
                for heading, index in columns.items()
            },
        )
        for number, values in enumerate(grid, start=2)
    )


def column_letters(index: int) -> str:
    """Return the letters of a column that is counted from 0: A to Z, then AA, AB and on."""
    letters = ""
    index += 1
    while index:
        index, remainder = divmod(index - 1, 26)
        letters = chr(ord("A") + remainder) + letters
    return letters


def _columns(first_row: Sequence[Value], headings: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for index, value in enumerate(first_row):
        name = str(value).strip().casefold()
        if name in found:
            raise UnreadableFileError(
                f"row 1 has the heading {str(value).strip()!r} twice: "
                f"in column {column_letters(found[name])} and {column_letters(index)}"
            )
        if name:
            found[name] = index
    missing = [heading for heading in headings if heading.casefold() not in found]
    if missing:
        raise UnreadableFileError("row 1 lacks the headings " + ", ".join(map(repr, missing)))
    return {heading: found[heading.casefold()] for heading in headings}


def _grid(path: Path, *, sheet: str) -> Iterator[Sequence[Value]]:
    if path.suffix.lower() == ".xlsx":
        return iter(_workbook_grid(path, sheet=sheet))
    if path.suffix.lower() == ".csv":
        return _csv_grid(path)
    raise UnreadableFileError(f"{path.name} is neither an .xlsx nor a .csv file")


def _workbook_grid(path: Path, *, sheet: str) -> Sequence[Sequence[Value]]:
    try:
        with CalamineWorkbook.from_path(path) as workbook:
            names = workbook.sheet_names
            if sheet not in names:
                raise UnreadableFileError(
                    f"{path.name} has no sheet {sheet!r}; it has " + ", ".join(map(repr, names))
                )
            return workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    except OSError as error:
        raise UnreadableFileError(f"{path} cannot be opened: {error}") from error
    except (CalamineError, BadZipFile) as error:
        raise UnreadableFileError(f"{path.name} is no readable workbook: {error}") from error


def _csv_grid(path: Path) -> Iterator[Sequence[Value]]:
    try:
        text = path.read_text(encoding="utf-8-sig", newline="")
    except OSError as error:
        raise UnreadableFileError(f"{path} cannot be opened: {error}") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        message = f"{path.name} is not UTF-8 (line {line}); save it as CSV UTF-8"
        raise UnreadableFileError(message) from error
    header = text.split("\n", 1)[0]
    if not text.strip():
        raise UnreadableFileError(f"{path.name} is empty")
    if "," not in header and ";" not in header:
        message = "has one column only; separate its columns by commas or semicolons"
        raise UnreadableFileError(f"{path.name} {message}")
    delimiter = ";" if header.count(";") > header.count(",") else ","
    try:
        yield from csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise UnreadableFileError(f"{path.name} is no well-formed CSV: {error}") from error


def _trimmed(value: Value) -> Value:
    return " ".join(value.split()) if isinstance(value, str) else value
