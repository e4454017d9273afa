"""Reads the rows of one event into the event and its product data."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from adapters.spreadsheets.files.values import BLANK, shown
from adapters.spreadsheets.findings import Findings
from adapters.spreadsheets.layout import HEADINGS, SESSION_HEADINGS
from adapters.spreadsheets.reading import cells
from adapters.spreadsheets.reading.sessions import STAND_IN_MOMENT, OfEvent, blame, read_session
from adapters.spreadsheets.reading.sold import Sold, read_sold
from adapters.spreadsheets.table.rows import Row
from domain.errors import FieldError, Invalid
from domain.tutorials.events import EventDraft
from domain.tutorials.sessions import SessionDraft

DAYS = ("start_date", "end_date")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A valid event, what it is sold as, its first row, and the numbers of its sessions' rows."""

    event: EventDraft
    sold: Sold
    row: Row
    rows: tuple[int, ...]


def code_of(group: Sequence[Row]) -> str:
    return shown(group[0][HEADINGS["code"]].value)


def read_entry(group: Sequence[Row], findings: Findings) -> Entry | None:
    """Return the event of these rows, or None after recording all invalid cells."""
    first = group[0]
    sold = read_sold(first, findings)
    event = _event(group, findings)
    if not (sold and event):
        return None
    template = sold.template
    if template and len(event.sessions) != template.session_count:
        findings.warn(
            first[HEADINGS["course_template_code"]],
            f"{template.text} has {template.session_count} sessions, "
            f"{event.code} has {len(event.sessions)}",
        )
    return Entry(event=event, sold=sold, row=first, rows=_rows(group) if event.sessions else ())


def _event(group: Sequence[Row], findings: Findings) -> EventDraft | None:
    first = group[0]
    before = findings.error_count
    findings.read(first[HEADINGS["code"]], cells.text)
    places = findings.read(first[HEADINGS["remain_space"]], cells.whole_number)
    finalised = findings.read(first[HEADINGS["finalisation_date"]], cells.optional(cells.day))
    venue = findings.read(first[HEADINGS["event_venue"]], cells.optional(cells.text))
    starts = findings.read(first[HEADINGS["event_start_date"]], cells.optional(cells.day))
    ends = findings.read(first[HEADINGS["event_end_date"]], cells.optional(cells.day))
    is_soldout = places == 0
    if first[HEADINGS["event_is_soldout"]].value != BLANK:
        is_soldout = bool(findings.read(first[HEADINGS["event_is_soldout"]], cells.yes_or_no))
    sessions = () if _has_no_sessions(group) else _sessions(group, findings)
    # The days of the cells: a session until 24:00 ends on the day of its cell, not on the next day.
    days = [cells.day(row[HEADINGS[name]]) for row in group for name in DAYS] if sessions else []
    try:
        event = EventDraft(
            code=code_of(group),
            venue=venue or (sessions[0].venue if sessions else "-"),
            is_soldout=is_soldout,
            finalisation_date=finalised,
            remain_space=places or 0,
            # The earliest and the latest, because the days of a plan can be out of order.
            start_date=starts or min(days, default=ends or STAND_IN_MOMENT.date()),
            end_date=ends or max(days, default=starts or STAND_IN_MOMENT.date()),
            sessions=sessions,
        )
    except Invalid as error:
        blame(first, Invalid(*(_of_event(broken, first) for broken in error.errors)), findings)
    return event if findings.error_count == before else None


def _of_event(broken: FieldError, first: Row) -> FieldError:
    """Return an error of a field at the event's own cell, if that cell is filled."""
    own = f"event_{broken.field}"
    is_filled = own in HEADINGS and first[HEADINGS[own]].value != BLANK
    return FieldError(own, broken.message) if is_filled else broken


def _has_no_sessions(group: Sequence[Row]) -> bool:
    """Whether an event has only one row, with all cells that it needs and without a session."""
    first = group[0]
    needed = ("store_product", "event_venue", "event_start_date", "event_end_date")
    return (
        len(group) == 1
        and all(first[HEADINGS[name]].value != BLANK for name in needed)
        and all(first[heading].value == BLANK for heading in SESSION_HEADINGS.values())
    )


def _sessions(group: Sequence[Row], findings: Findings) -> tuple[SessionDraft, ...]:
    """Return the sessions in the order of their rows, or () if one of them is invalid."""
    first = group[0]
    of_event = OfEvent(
        url=findings.read(first[HEADINGS["event_url"]], cells.optional_web_address),
        instructors=findings.read(first[HEADINGS["event_instructors"]], cells.optional(cells.text)),
    )
    read = [(row, read_session(row, of_event, findings)) for row in group]
    sessions = [(row, session) for row, session in read if session]
    first_rows: dict[int, int] = {}
    for row, session in sessions:
        number = first_rows.setdefault(session.sequence, row.number)
        if number != row.number:
            message = f"day {session.sequence} of {code_of(group)} is already in row {number}"
            findings.refuse(row[HEADINGS["sequence"]], message)
    in_order = sorted(sessions, key=lambda pair: pair[1].sequence)
    for (_, earlier), (row, later) in pairwise(in_order):
        if later.start_date < earlier.start_date:
            message = f"day {later.sequence} is before day {earlier.sequence} of {code_of(group)}"
            findings.warn(row[HEADINGS["start_date"]], message)
    is_sound = len(sessions) == len(group) == len(first_rows)
    return tuple(session for _, session in in_order) if is_sound else ()


def _rows(group: Sequence[Row]) -> tuple[int, ...]:
    """Return the number of the row of each session, by sequence."""
    sequence = HEADINGS["sequence"]
    in_order = sorted(group, key=lambda row: cells.whole_number(row[sequence]))
    return tuple(row.number for row in in_order)
