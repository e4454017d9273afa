"""The elements of a sheet that say how its rows and columns are laid out."""

from adapters.spreadsheets.files.addresses import REFERENCE, column_index
from adapters.spreadsheets.files.limits import MOST_MERGED_RANGES, UnreadableFileError
from adapters.spreadsheets.files.values import MergedRange
from adapters.spreadsheets.files.xlsx.xml_stream import Attributes

TRUE = frozenset({"1", "true", "on"})


class SheetLayout:
    """Collects the merged ranges and the hidden columns (first and last index, from 0).

    `rows_are_hidden` is the default for rows that do not say whether they are hidden.
    """

    def __init__(self) -> None:
        self.starts = {
            "sheetFormatPr": self._start_defaults,
            "col": self._start_column,
            "mergeCell": self._start_merged,
        }
        self.merged: list[MergedRange] = []
        self.hidden_columns: list[tuple[int, int]] = []
        self.rows_are_hidden = False

    def _start_defaults(self, attributes: Attributes) -> None:
        self.rows_are_hidden = attributes.get("zeroHeight") in TRUE

    def _start_column(self, attributes: Attributes) -> None:
        first = attributes.get("min", "")
        last = attributes.get("max", first)
        if attributes.get("hidden") in TRUE and first.isdecimal() and last.isdecimal():
            self.hidden_columns.append((int(first[:6]) - 1, int(last[:6]) - 1))

    def _start_merged(self, attributes: Attributes) -> None:
        corners = [REFERENCE.fullmatch(part) for part in attributes.get("ref", "").split(":")]
        if len(corners) != 2 or not (corners[0] and corners[1]):
            return
        rows = sorted(int(corner[2]) for corner in corners if corner)
        columns = sorted(column_index(corner[1]) for corner in corners if corner)
        self.merged.append(MergedRange(*rows, *columns))
        if len(self.merged) > MOST_MERGED_RANGES:
            raise UnreadableFileError(f"it has more than {MOST_MERGED_RANGES:,} merged cells")
