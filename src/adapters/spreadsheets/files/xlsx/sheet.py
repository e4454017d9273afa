"""Reads a sheet row by row; the cost depends on its cells, not on its used range."""

from collections.abc import Iterator

from adapters.spreadsheets.files.addresses import column_index
from adapters.spreadsheets.files.cell_values import BookContext, cell_value
from adapters.spreadsheets.files.limits import (
    LARGEST_SHEET,
    LONGEST_TEXT,
    MOST_COLUMNS,
    MOST_ROWS,
    Deadline,
    UnreadableFileError,
)
from adapters.spreadsheets.files.values import BLANK, RawRow, Value
from adapters.spreadsheets.files.xlsx.package import Package
from adapters.spreadsheets.files.xlsx.sheet_layout import TRUE, SheetLayout
from adapters.spreadsheets.files.xlsx.workbook import SheetPart
from adapters.spreadsheets.files.xlsx.xml_stream import Attributes, XmlHandler, stream

LAST_ROW = 2**20
LONGEST_FORMULA = 40


class SheetCells(XmlHandler):
    """Reads a sheet once; the data after the cells is available when all rows were read."""

    def __init__(self, sheet: SheetPart) -> None:
        super().__init__()
        self.layout = SheetLayout()
        self.starts = {
            **self.layout.starts,
            "row": self._start_row,
            "c": self._start_cell,
            "v": self._start_text,
            "t": self._start_text,
            "f": self._start_text,
            "rPh": self._start_reading,
        }
        self.ends = {
            "row": self._end_row,
            "c": self._end_cell,
            "v": self._end_value,
            "t": self._end_inline,
            "f": self._end_formula,
            "rPh": self._end_reading,
        }
        self.name = sheet.name
        self.is_hidden = sheet.is_hidden
        self._part = sheet.part
        self._context: BookContext = sheet.context
        self._rows: list[RawRow] = []
        self._count = 0
        # The state of the current row.
        self._number = 0
        self._written_number = ""
        self._is_hidden = False
        self._values: dict[int, Value] = {}
        # The state of the current cell.
        self._column = -1
        self._is_in_cell = False
        self._kind = "n"
        self._style: str | None = None
        self._text: str | None = None
        self._formula: str | None = None
        self._pieces: list[str] | None = None
        self._length = 0
        self._readings = 0

    def rows(self, package: Package, deadline: Deadline) -> Iterator[RawRow]:
        with package.part(self._part, largest=LARGEST_SHEET) as source:
            for _ in stream(source, self, deadline):
                yield from self._rows
                self._rows.clear()

    def text(self, data: str) -> None:
        if self._pieces is not None:
            self._pieces.append(data)
            self._length += len(data)
            if self._length > LONGEST_TEXT:
                raise UnreadableFileError(
                    f"row {self._number} has a cell of more than {LONGEST_TEXT:,} characters"
                )

    def _start_row(self, attributes: Attributes) -> None:
        number = self._number + 1
        if written := attributes.get("r"):
            number = int(written) if written.isdecimal() and len(written) < 8 else 0
        if not self._number < number <= LAST_ROW:
            raise UnreadableFileError(f"its rows are damaged below row {self._number}")
        self._number, self._written_number = number, str(number)
        self._values, self._column = {}, -1
        is_flat = attributes.get("customHeight") in TRUE and attributes.get("ht") in {"0", "0.0"}
        hidden = attributes.get("hidden")
        self._is_hidden = is_flat or (
            self.layout.rows_are_hidden if hidden is None else hidden in TRUE
        )

    def _end_row(self) -> None:
        if self._values:
            self._count += 1
            if self._count > MOST_ROWS:
                raise UnreadableFileError(
                    f"it has more than {MOST_ROWS:,} rows; divide it into smaller files"
                )
            self._rows.append(RawRow(self._number, self._values, self._is_hidden))

    def _start_cell(self, attributes: Attributes) -> None:
        column = self._column + 1
        if reference := attributes.get("r"):
            letters = reference.removesuffix(self._written_number)
            column = column_index(letters) if letters != reference else -1
        if not 0 <= column < MOST_COLUMNS or column in self._values:
            raise UnreadableFileError(f"the cells of row {self._number} are damaged")
        self._column = column
        self._is_in_cell = True
        self._kind, self._style = attributes.get("t", "n"), attributes.get("s")
        self._text = self._formula = None

    def _end_cell(self) -> None:
        self._is_in_cell = False
        if self._text is not None or self._formula is not None or self._kind == "e":
            value = cell_value(self._kind, self._style, self._text, self._formula, self._context)
            if value != BLANK:
                self._values[self._column] = value

    def _start_text(self, _attributes: Attributes) -> None:
        if self._is_in_cell and not self._readings:
            self._pieces, self._length = [], 0

    def _taken(self) -> str | None:
        if self._pieces is None:
            return None
        text = "".join(self._pieces)
        self._pieces = None
        return text

    def _end_value(self) -> None:
        text = self._taken()
        self._text = self._text if text is None else text

    def _end_inline(self) -> None:
        text = self._taken()
        self._text = self._text if text is None else (self._text or "") + text

    def _end_formula(self) -> None:
        text = self._taken()
        self._formula = self._formula if text is None else text[:LONGEST_FORMULA]

    def _start_reading(self, _attributes: Attributes) -> None:
        self._readings += 1

    def _end_reading(self) -> None:
        self._readings -= 1
