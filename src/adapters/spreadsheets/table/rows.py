"""Rows of a table, each cell with the address that a person finds it by."""

from collections.abc import Mapping
from dataclasses import dataclass

from adapters.spreadsheets.files.addresses import column_letters
from adapters.spreadsheets.files.values import BLANK, Value


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


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table: by heading, the place of its value in a row, and its letters."""

    places: Mapping[str, int]
    letters: Mapping[str, str]

    @classmethod
    def of(cls, indexes: Mapping[str, int]) -> "Columns":
        """Make them of the headings and their columns in the file, counted from 0."""
        return cls(
            places={heading: place for place, heading in enumerate(indexes)},
            letters={heading: column_letters(index) for heading, index in indexes.items()},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row by heading; `number` counts from 1, as spreadsheet programs do.

    `continued` has the places of cells that are merged with the row above.
    """

    number: int
    columns: Columns
    values: tuple[Value, ...]
    is_hidden: bool = False
    continued: frozenset[int] = frozenset()

    def __getitem__(self, heading: str) -> Cell:
        """Return the cell of a heading; without a column of that heading, a blank one."""
        place = self.columns.places.get(heading)
        return Cell(
            row=self.number,
            column=self.columns.letters.get(heading, ""),
            heading=heading,
            value=BLANK if place is None else self.values[place],
        )

    def continues(self, heading: str) -> bool:
        """Whether a cell is merged with the one above it."""
        return self.columns.places.get(heading) in self.continued

    @property
    def is_blank(self) -> bool:
        return all(value == BLANK for value in self.values)
