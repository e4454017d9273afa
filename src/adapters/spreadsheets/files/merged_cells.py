"""Fills merged ranges: every cell has the value of the first one."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from adapters.spreadsheets.files.limits import Deadline
from adapters.spreadsheets.files.values import BLANK, Fault, MergedRange, Value


class Spread:
    """Fills merged ranges in rows of some columns, in place.

    `values` are the rows' values in the order of `columns`; `numbers` are the row numbers,
    ascending. `continued` lists the cells that belong to the same range as the row above.
    """

    def __init__(
        self, numbers: Sequence[int], columns: Sequence[int], values: Sequence[list[Value]]
    ) -> None:
        self._numbers = numbers
        self._columns = columns
        self._values = values
        self.continued: dict[int, set[int]] = {}

    def fill(self, ranges: Sequence[MergedRange], deadline: Deadline) -> None:
        # A heading in row 1 that extends below is not a value of the rows.
        for merged in ranges:
            if merged.first_row > 1:
                self._fill(merged)
                deadline.check()

    def _fill(self, merged: MergedRange) -> None:
        places = [
            place
            for place, column in enumerate(self._columns)
            if merged.first_column <= column <= merged.last_column
        ]
        first = bisect_left(self._numbers, merged.first_row)
        last = bisect_right(self._numbers, merged.last_row)
        if not places or first == last:
            return
        is_anchored = merged.first_column in self._columns
        has_anchor_row = self._numbers[first] == merged.first_row
        anchor: Value = BLANK
        if is_anchored and has_anchor_row:
            anchor = self._values[first][self._columns.index(merged.first_column)]
        for row in range(first, last):
            for place in places:
                is_first = self._numbers[row] == merged.first_row
                if is_first and self._columns[place] == merged.first_column:
                    continue
                self._cover(row, place, anchor, is_anchored=is_anchored)
                if not is_first:
                    self.continued.setdefault(row, set()).add(place)

    def _cover(self, row: int, place: int, anchor: Value, *, is_anchored: bool) -> None:
        own = self._values[row][place]
        if not is_anchored:
            own = Fault("", "is merged with a column that is not read; unmerge the cells")
        elif own == BLANK:
            own = anchor
        elif own != anchor:
            reason = "is hidden by merged cells with another value; unmerge them"
            own = Fault(str(own)[:50], reason)
        self._values[row][place] = own
