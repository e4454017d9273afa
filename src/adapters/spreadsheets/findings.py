"""The errors and warnings about a sheet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from adapters.spreadsheets.table.rows import Cell

MOST_LISTED = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CellNote:
    """A message about a cell, or about the whole sheet if `cell` is None."""

    cell: Cell | None
    message: str
    expected: str | None = None

    def __str__(self) -> str:
        if self.cell is None:
            return self.message
        return f"{self.cell.address} ({self.cell.heading}): {self.message}"


class CellError(Exception):
    """A cell has an invalid value; `expected` describes a valid one."""

    def __init__(self, message: str, *, expected: str | None = None) -> None:
        super().__init__(message)
        self.expected = expected


@dataclass(slots=True)
class Findings:
    """The errors and warnings of a sheet: the first thousand of each, and the counts of all."""

    errors: list[CellNote] = field(default_factory=list)
    warnings: list[CellNote] = field(default_factory=list)
    error_count: int = 0
    warning_count: int = 0

    def refuse(self, cell: Cell, message: str, *, expected: str | None = None) -> None:
        self.error_count += 1
        if self.error_count <= MOST_LISTED:
            self.errors.append(CellNote(cell=cell, message=message, expected=expected))

    def warn(self, cell: Cell | None, message: str) -> None:
        self.warning_count += 1
        if self.warning_count <= MOST_LISTED:
            self.warnings.append(CellNote(cell=cell, message=message))

    def read[T](self, cell: Cell, reader: Callable[[Cell], T]) -> T | None:
        """Return the value of the cell, or None after recording its error."""
        try:
            return reader(cell)
        except CellError as error:
            self.refuse(cell, str(error), expected=error.expected)
            return None

    def sort(self) -> None:
        """Sort the notes by row; those about the whole sheet come first."""
        for notes in (self.errors, self.warnings):
            notes.sort(key=lambda note: note.cell.row if note.cell else 0)


def row_list(numbers: Sequence[int], *, most: int = 10) -> str:
    """Return row numbers as a text, such as `5, 7 to 9`."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    ranges = [str(a) if a == b else f"{a} to {b}" for a, b in spans[:most]]
    return ", ".join(ranges) + (" and more" if len(spans) > most else "")
