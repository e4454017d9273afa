"""Columns that a file may lack."""

from pathlib import Path

import pytest

from adapters.spreadsheets.files.limits import Deadline, UnreadableFileError
from adapters.spreadsheets.reading import cells
from adapters.spreadsheets.table.reader import Table, read_table
from tests.adapters.spreadsheets.plan import event, workbook


def table(path: Path, *, optional: set[str]) -> Table:
    file = workbook(path / "plan.xlsx", [event("A")])
    headings = ("Event title", "Capacity", "Max places")
    return read_table(
        file, sheet="Import", headings=headings, optional=optional, deadline=Deadline()
    )


def test_a_cell_of_a_missing_optional_column_is_blank(tmp_path: Path) -> None:
    row = table(tmp_path, optional={"Capacity"}).rows[-1]

    assert (row["Event title"].value, row["Capacity"].value) == ("A", "")
    assert cells.optional(cells.whole_number)(row["Capacity"]) is None
    assert cells.optional(cells.whole_number)(row["Max places"]) == 12
    assert not row.continues("Capacity")


def test_a_missing_required_column_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="'Capacity'"):
        table(tmp_path, optional=set())
