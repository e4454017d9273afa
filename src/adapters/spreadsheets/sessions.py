"""One row of the plan → one session, on the wall clock of its place."""

from datetime import UTC, date, datetime, time
from typing import Any

from adapters.spreadsheets import cells
from adapters.spreadsheets.cells import CellError, Findings
from adapters.spreadsheets.layout import HEADINGS
from adapters.spreadsheets.reading import Cell, Row
from domain.clocks import DEFAULT_TIME_ZONE, FIRST_YEAR, at_wall_clock, known_zones
from domain.errors import Invalid
from domain.tutorials import TutorialSession

# Stand in for cells that cannot be read, so that the rules of all the others are checked too.
STAND_INS: dict[str, Any] = {
    "title": "-",
    "location": "-",
    "venue": "-",
    "sequence": 1,
    "url": None,
    "time_zone": DEFAULT_TIME_ZONE,
}
STAND_IN_MOMENT = datetime(FIRST_YEAR, 1, 2, tzinfo=UTC)


def read_session(row: Row, findings: Findings, *, event_url: str | None) -> TutorialSession | None:
    """Return the session of a row, or None after noting down every cell that is wrong.

    A session without an address of its own is held at the event's.
    """
    cell = {name: row[heading] for name, heading in HEADINGS.items()}
    before = len(findings.errors)
    zone = findings.read(cell["time_zone"], time_zone)
    start = _moment(cell["start_date"], cell["start_time"], zone, findings)
    end = _moment(cell["end_date"], cell["end_time"], zone, findings)
    read: dict[str, Any] = {
        "title": findings.read(cell["title"], cells.text),
        "location": findings.read(cell["location"], cells.text),
        "venue": findings.read(cell["venue"], cells.text),
        "sequence": findings.read(cell["sequence"], cells.whole_number),
        "url": findings.read(cell["url"], cells.optional_web_address) or event_url,
        "time_zone": zone,
        "start_date": start or end or STAND_IN_MOMENT,
        "end_date": end or start or STAND_IN_MOMENT,
    }
    read |= {name: value for name, value in STAND_INS.items() if read[name] is None}
    try:
        session = TutorialSession(**read)
    except Invalid as error:
        blame(row, error, findings)
    return session if len(findings.errors) == before else None


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
