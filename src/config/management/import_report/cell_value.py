"""The value of a cell, as the report shows it."""

from adapters.spreadsheets.files.values import BLANK, shown
from adapters.spreadsheets.findings import CellNote

LONGEST_VALUE = 50


def shown_value(note: CellNote) -> str | None:
    if note.cell is None:
        return None
    return BLANK if note.cell.value == BLANK else shown(note.cell.value)[:LONGEST_VALUE]
