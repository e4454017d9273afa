"""Selects the wanted columns of rows."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from adapters.spreadsheets.files.addresses import column_letters
from adapters.spreadsheets.files.limits import Deadline
from adapters.spreadsheets.files.merged_cells import Spread
from adapters.spreadsheets.files.values import BLANK, Fault, RawRow, Value
from adapters.spreadsheets.files.xlsx.sheet import SheetCells
from adapters.spreadsheets.table.headings import Headings, find_headings
from adapters.spreadsheets.table.rows import Columns, Row

MOST_REMARKS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The rows that are not blank, ascending; `sheet` is None for a text file.

    `unread` are the names of the other columns; `remarks` are messages about the whole table.
    """

    sheet: str | None
    rows: tuple[Row, ...]
    unread: tuple[str, ...]
    remarks: tuple[str, ...]


class Selection:
    """Collects the wanted columns of rows."""

    def __init__(self, wanted: Sequence[str], optional: Collection[str] = ()) -> None:
        self._wanted, self._optional = wanted, optional
        self._headings = Headings({}, ())
        self._indexes: tuple[int, ...] = ()
        self._numbers: list[int] = []
        self._values: list[list[Value]] = []
        self._hidden: set[int] = set()
        self._spread: Spread | None = None
        self._named: Mapping[int, Value] = {}
        self._nameless: dict[int, int] = {}
        self._faults: list[str] = []
        self._fault_count = 0

    def take(self, rows: Iterator[RawRow]) -> None:
        first = next(rows, RawRow(1, {}))
        self._named = first.values if first.number == 1 else {}
        self._headings = find_headings(self._named, self._wanted, self._optional)
        self._indexes = tuple(self._headings.wanted.values())
        indexes = frozenset(self._indexes)
        for row in rows:
            values = [row.values.get(index, BLANK) for index in self._indexes]
            if len(row.values) > len(indexes) or not indexes.issuperset(row.values):
                self._look_at_the_rest(row, indexes)
            if row.is_hidden:
                self._hidden.add(len(self._numbers))
            self._numbers.append(row.number)
            self._values.append(values)

    def _look_at_the_rest(self, row: RawRow, indexes: frozenset[int]) -> None:
        for index, value in row.values.items():
            if index in indexes:
                continue
            if index not in self._named:
                self._nameless.setdefault(index, row.number)
            if isinstance(value, Fault):
                self._fault_count += 1
                if len(self._faults) < MOST_REMARKS:
                    self._faults.append(f"{column_letters(index)}{row.number} ({value.shown})")

    def spread(self, cells: SheetCells, deadline: Deadline) -> None:
        self._spread = Spread(self._numbers, self._indexes, self._values)
        self._spread.fill(cells.layout.merged, deadline)

    def table(
        self, sheet: str | None, remarks: list[str], hidden: Sequence[tuple[int, int]]
    ) -> Table:
        continued: Mapping[int, set[int]] = self._spread.continued if self._spread else {}
        columns = Columns.of(self._headings.wanted)
        rows = tuple(
            Row(
                number=number,
                columns=columns,
                values=tuple(values),
                is_hidden=index in self._hidden,
                continued=frozenset(continued.get(index, ())),
            )
            for index, (number, values) in enumerate(zip(self._numbers, self._values, strict=True))
        )
        unseen = [
            letters
            for heading, letters in columns.letters.items()
            if any(a <= self._headings.wanted[heading] <= b for a, b in hidden)
        ]
        if unseen:
            remarks.append(f"hidden columns are also read: {', '.join(unseen)}")
        for index, row_number in list(self._nameless.items())[:MOST_REMARKS]:
            where = f"column {column_letters(index)} has no heading in row 1"
            remarks.append(
                f"{where} and is not read, but {column_letters(index)}{row_number} is filled"
            )
        if self._faults:
            more = self._fault_count - len(self._faults)
            remarks.append(
                f"{self._fault_count} cells with errors are in columns that are not read: "
                + ", ".join(self._faults)
                + (f" and {more} more" if more else "")
            )
        return Table(sheet=sheet, rows=rows, unread=self._headings.others, remarks=tuple(remarks))
