"""Reads text files (.csv) with the encodings and separators of spreadsheet programs."""

import codecs
import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from adapters.spreadsheets.files.cell_values import NO_STORED_VALUE, text_value
from adapters.spreadsheets.files.escapes import is_escaped
from adapters.spreadsheets.files.limits import (
    LONGEST_TOKEN,
    MOST_COLUMNS,
    MOST_ROWS,
    Deadline,
    UnreadableFileError,
)
from adapters.spreadsheets.files.values import BLANK, Fault, RawRow, Value

SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
# The notation ="007", which preserves leading zeros.
QUOTED_FORMULA = re.compile(r'="([^"]*)"')
FORMULA = re.compile(r"=[A-Za-z_'$(@+{-]")
BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def text_rows(path: Path, deadline: Deadline, *, encoding: str | None = None) -> Iterator[RawRow]:
    """Yield the rows of a text file; its first line determines the separator.

    Without a byte order mark or an encoding, it is read as UTF-8; encodings are not guessed.

    Raises:
        UnreadableFileError: if it is not a valid text file.

    """
    try:
        with path.open("rb") as file:
            head = file.read(8)
        marked = next((e for mark, e in BYTE_ORDER_MARKS.items() if head.startswith(mark)), None)
        if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
            raise UnreadableFileError(f"{path.name} is a workbook; its name must end in .xlsx")
        with path.open(encoding=marked or encoding or "utf-8", newline="") as text:
            yield from _rows(path, text, deadline)
    except UnicodeError as error:
        known = marked or encoding or "UTF-8"
        line = _line_of(path)
        advice = "save it as CSV UTF-8, or name its encoding, such as cp1252"
        raise UnreadableFileError(f"{path.name} is not {known}{line}; {advice}") from error
    except OSError as error:
        raise UnreadableFileError(f"{path} cannot be opened: {error}") from error
    except csv.Error as error:
        raise UnreadableFileError(f"{path.name} is not a well-formed CSV file: {error}") from error


def _line_of(path: Path) -> str:
    """Return the number of the first line that is not UTF-8, as a text."""
    with path.open("rb") as file:
        for number, line in enumerate(iter(lambda: file.readline(LONGEST_TOKEN), b""), start=1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return f" (line {number})"
    return ""


class _Lines:
    """The lines of a file, with limits; `record` is the size of the current record so far."""

    def __init__(self, path: Path, file: TextIO, deadline: Deadline) -> None:
        self._path, self._file, self._deadline = path, file, deadline
        self.record = 0
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        while line := self._file.readline(LONGEST_TOKEN):
            self.number += 1
            self.record += len(line)
            if self.record >= LONGEST_TOKEN:
                message = f"has a row of more than 4 million characters (line {self.number})"
                raise UnreadableFileError(f"{self._path.name} {message}")
            if "\0" in line:
                message = f"has a NUL character (line {self.number}); save it as CSV UTF-8"
                raise UnreadableFileError(f"{self._path.name} {message}")
            if self.number % 1000 == 0:
                self._deadline.check()
            yield line


def _rows(path: Path, file: TextIO, deadline: Deadline) -> Iterator[RawRow]:
    lines = _Lines(path, file, deadline)
    source = iter(lines)
    header = next(source, "")
    # Spreadsheet programs do not show a `sep=` line as a row.
    if separator_line := SEPARATOR_LINE.fullmatch(header):
        delimiter = separator_line[1]
        first: list[str] = []
    else:
        delimiter, first = _delimiter(path, header, source), [header]
    count = 0
    reader = csv.reader(_chained(first, source), delimiter=delimiter, strict=True)
    for number, cells in enumerate(reader, start=1):
        lines.record = 0
        if len(cells) > MOST_COLUMNS:
            raise UnreadableFileError(f"{path.name} has more than {MOST_COLUMNS:,} columns")
        values = {
            column: value
            for column, cell in enumerate(cells)
            if cell and (value := _value(cell)) != BLANK
        }
        if values:
            count += 1
            if count > MOST_ROWS:
                message = f"has more than {MOST_ROWS:,} rows; divide it into smaller files"
                raise UnreadableFileError(f"{path.name} {message}")
            yield RawRow(number, values)


def _chained(first: list[str], rest: Iterator[str]) -> Iterator[str]:
    yield from first
    yield from rest


def _delimiter(path: Path, header: str, rest: Iterator[str]) -> str:
    if not header.strip() and not any(line.strip() for line in rest):
        raise UnreadableFileError(f"{path.name} is empty")
    if "," not in header and ";" not in header:
        message = "has one column only; separate its columns by commas or semicolons"
        raise UnreadableFileError(f"{path.name} {message}")
    return ";" if header.count(";") > header.count(",") else ","


def _value(cell: str) -> Value:
    value = text_value(cell)
    if isinstance(value, str) and value.startswith("=") and not is_escaped(cell):
        if quoted := QUOTED_FORMULA.fullmatch(value):
            return text_value(quoted[1])
        if FORMULA.match(value):
            return Fault(value[:50], NO_STORED_VALUE)
    return value
