"""Rows of a table; each cell has its address."""

from collections.abc import Mapping
from dataclasses import dataclass

from adapters.spreadsheets.files.addresses import column_letters
from adapters.spreadsheets.files.values import BLANK, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell; `value` is "" if it is blank, and text is trimmed."""

    row: int
    column: str
    heading: str
    value: Value

    @property
    def address(self) -> str:
        return f"{self.column}{self.row}"


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table: the position in a row and the letters, by heading."""

    places: Mapping[str, int]
    letters: Mapping[str, str]

    @classmethod
    def of(cls, indexes: Mapping[str, int]) -> "Columns":
        """Return the columns for headings and their zero-based indexes in the file."""
        return cls(
            places={heading: place for place, heading in enumerate(indexes)},
            letters={heading: column_letters(index) for heading, index in indexes.items()},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row, by heading; rows are numbered from 1, as in spreadsheet programs.

    `continued` has the positions of cells that are merged with the row above.
    """

    number: int
    columns: Columns
    values: tuple[Value, ...]
    is_hidden: bool = False
    continued: frozenset[int] = frozenset()

    def __getitem__(self, heading: str) -> Cell:
        """Return the cell below a heading, or a blank cell if there is no such column."""
        place = self.columns.places.get(heading)
        return Cell(
            row=self.number,
            column=self.columns.letters.get(heading, ""),
            heading=heading,
            value=BLANK if place is None else self.values[place],
        )

    def has(self, heading: str) -> bool:
        """Whether the file has the column of a heading."""
        return heading in self.columns.places

    def continues(self, heading: str) -> bool:
        """Whether a cell is merged with the one above it."""
        return self.columns.places.get(heading) in self.continued

    @property
    def is_blank(self) -> bool:
        return all(value == BLANK for value in self.values)
