"""One row of the plan → one session, on the wall clock of its place."""

from datetime import date, datetime, time

from adapters.spreadsheets import cells
from adapters.spreadsheets.cells import CellError, Findings
from adapters.spreadsheets.layout import HEADINGS
from adapters.spreadsheets.reading import Cell, Row
from domain.clocks import at_wall_clock, known_zones
from domain.errors import Invalid
from domain.tutorials import TutorialSession


def read_session(row: Row, findings: Findings, *, event_url: str | None) -> TutorialSession | None:
    """Return the session of a row, or None after noting down every cell that is wrong.

    A session without an address of its own is held at the event's.
    """
    cell = {name: row[heading] for name, heading in HEADINGS.items()}
    title = findings.read(cell["title"], cells.text)
    location = findings.read(cell["location"], cells.text)
    venue = findings.read(cell["venue"], cells.text)
    sequence = findings.read(cell["sequence"], cells.whole_number)
    zone = findings.read(cell["time_zone"], time_zone)
    start = _moment(cell["start_date"], cell["start_time"], zone, findings)
    end = _moment(cell["end_date"], cell["end_time"], zone, findings)
    # Written out so that the type checker, too, knows each of them to be there.
    if not (title and location and venue and sequence is not None and zone and start and end):
        return None
    try:
        return TutorialSession(
            title=title,
            location=location,
            venue=venue,
            start_date=start,
            end_date=end,
            sequence=sequence,
            url=str(cell["url"].value) or event_url,
            time_zone=zone,
        )
    except Invalid as error:
        blame(row, error, findings)
        return None


def time_zone(cell: Cell) -> str:
    """Read an IANA zone, written `Europe - London` or `Europe/London`."""
    name = cells.text(cell).replace(" - ", "/").replace(" ", "_")
    if name not in known_zones():
        raise CellError(f"{name!r} is no known time zone: must be like Europe - London")
    return name


def blame(row: Row, error: Invalid, findings: Findings) -> None:
    """Note down broken rules at the cells that their fields were read from."""
    for broken in error.errors:
        findings.refuse(row[HEADINGS[broken.field]], broken.message)


def _moment(
    day_cell: Cell, time_cell: Cell, zone: str | None, findings: Findings
) -> datetime | None:
    day: date | None = findings.read(day_cell, cells.day)
    clock: time | None = findings.read(time_cell, cells.time_of_day)
    if day is None or clock is None or zone is None:
        return None
    try:
        return at_wall_clock(datetime.combine(day, clock), zone)
    except Invalid as error:
        findings.refuse(time_cell, error.errors[0].message)
        return None
