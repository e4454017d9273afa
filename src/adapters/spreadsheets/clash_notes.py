"""Clashes of planned sessions, as notes about the cells of a sheet."""

from collections.abc import Iterable, Iterator, Mapping

from adapters.spreadsheets.findings import CellNote
from adapters.spreadsheets.layout import HEADINGS
from adapters.spreadsheets.reading.tutorials import TutorialSheet
from adapters.spreadsheets.table.rows import Cell
from domain.clashes.check import session_text
from domain.clashes.overlaps import BookedSession, Clash
from domain.text import one_line

# The row of each session, by the code of its event and its sequence.
type Rows = Mapping[tuple[str, int], int]


def clash_notes(sheet: TutorialSheet, clashes: Iterable[Clash]) -> Iterator[CellNote]:
    """Yield a note for each clash, at the session that is further down in the sheet."""
    rows = {
        (plan.event.code, session.sequence): row
        for plan in sheet.planned
        for session, row in zip(plan.event.sessions, sheet.rows[plan.event.code], strict=True)
    }
    for clash in clashes:
        pair = sorted((clash.first, clash.second), key=lambda each: _row(each, rows) or 0)
        other, here = pair
        shared = f"both need the {clash.kind} {clash.name!r}"
        place = _place(sheet, clash, other, rows)
        yield CellNote(
            cell=_cell(sheet, clash, _row(here, rows)),
            message=f"clashes with {session_text(other)} {place}: {shared}",
        )


def _place(sheet: TutorialSheet, clash: Clash, session: BookedSession, rows: Rows) -> str:
    cell = _cell(sheet, clash, _row(session, rows))
    if cell is None:
        return "that is stored"
    where = f"sheet {sheet.sheet!r}, " if sheet.sheet else ""
    return f"in {where}row {cell.row}, cell {cell.address}"


def _row(session: BookedSession, rows: Rows) -> int | None:
    return rows.get((one_line(session.event_code), session.sequence))


def _cell(sheet: TutorialSheet, clash: Clash, row: int | None) -> Cell | None:
    if row is None or sheet.columns is None:
        return None
    letters = sheet.columns.letters
    names = ("venue",) if clash.kind == "venue" else ("instructors", "event_instructors")
    heading = next(HEADINGS[name] for name in names if HEADINGS[name] in letters)
    return Cell(row=row, column=letters[heading], heading=heading, value=clash.name)
