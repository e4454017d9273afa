"""The rows of one event → the event, and what is said of how it is sold."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from adapters.spreadsheets import cells
from adapters.spreadsheets.files.values import shown
from adapters.spreadsheets.findings import CellError, Findings
from adapters.spreadsheets.layout import HEADINGS
from adapters.spreadsheets.sessions import STAND_IN_MOMENT, blame, read_session
from adapters.spreadsheets.table.rows import Cell, Row
from domain.errors import Invalid
from domain.planning import CourseTemplateCode, exam_session_code
from domain.tutorials import EventDraft, SessionDraft

DAYS = ("start_date", "end_date")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A sound event, with the cells of its first row that say what is sold for it."""

    event: EventDraft
    template: CourseTemplateCode
    sitting: str
    row: Row


def code_of(group: Sequence[Row]) -> str:
    return shown(group[0][HEADINGS["code"]].value)


def read_entry(group: Sequence[Row], findings: Findings) -> Entry | None:
    """Return the event of its rows, or None after noting down every cell that is wrong."""
    first = group[0]
    template = findings.read(first[HEADINGS["course_template_code"]], _template)
    sitting = findings.read(first[HEADINGS["sitting"]], _sitting)
    event = _event(group, findings)
    if not (template and sitting and event):
        return None
    if len(event.sessions) != template.session_count:
        findings.warn(
            first[HEADINGS["course_template_code"]],
            f"{template.text} has {template.session_count} sessions, "
            f"{event.code} has {len(event.sessions)}",
        )
    return Entry(event=event, template=template, sitting=sitting, row=first)


def _event(group: Sequence[Row], findings: Findings) -> EventDraft | None:
    first = group[0]
    before = findings.error_count
    findings.read(first[HEADINGS["code"]], cells.text)
    places = findings.read(first[HEADINGS["remain_space"]], cells.whole_number)
    finalised = findings.read(first[HEADINGS["finalisation_date"]], cells.optional(cells.day))
    sessions = _sessions(group, findings)
    # As typed: a session until 24:00 ends on the day of its cell, not on the next.
    days = [cells.day(row[HEADINGS[name]]) for row in group for name in DAYS] if sessions else []
    try:
        event = EventDraft(
            code=code_of(group),
            venue=sessions[0].venue if sessions else "-",
            is_soldout=places == 0,
            finalisation_date=finalised,
            remain_space=places or 0,
            # Earliest and latest, not first and last: the days of a plan can be out of order.
            start_date=min(days, default=STAND_IN_MOMENT.date()),
            end_date=max(days, default=STAND_IN_MOMENT.date()),
            sessions=sessions,
        )
    except Invalid as error:
        blame(first, error, findings)
    return event if findings.error_count == before else None


def _sessions(group: Sequence[Row], findings: Findings) -> tuple[SessionDraft, ...]:
    """Return the sessions in the order of their rows; none when one of them is wrong."""
    event_url = findings.read(group[0][HEADINGS["event_url"]], cells.optional_web_address)
    read = [(row, read_session(row, findings, event_url=event_url)) for row in group]
    sessions = [(row, session) for row, session in read if session]
    first_rows: dict[int, int] = {}
    for row, session in sessions:
        first = first_rows.setdefault(session.sequence, row.number)
        if first != row.number:
            message = f"day {session.sequence} of {code_of(group)} is already in row {first}"
            findings.refuse(row[HEADINGS["sequence"]], message)
    in_order = sorted(sessions, key=lambda pair: pair[1].sequence)
    for (_, earlier), (row, later) in pairwise(in_order):
        if later.start_date < earlier.start_date:
            message = f"day {later.sequence} is before day {earlier.sequence} of {code_of(group)}"
            findings.warn(row[HEADINGS["start_date"]], message)
    is_sound = len(sessions) == len(group) == len(first_rows)
    return tuple(session for _, session in in_order) if is_sound else ()


def _template(cell: Cell) -> CourseTemplateCode:
    try:
        return CourseTemplateCode.parse(cells.text(cell))
    except Invalid as error:
        raise CellError(error.errors[0].message, expected=error.errors[0].message) from error


def _sitting(cell: Cell) -> str:
    text = cells.text(cell)
    try:
        exam_session_code(text)
    except Invalid as error:
        raise CellError(error.errors[0].message, expected=error.errors[0].message) from error
    return text
