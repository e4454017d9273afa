"""Reads a row of the plan into a session, in the local time of its location."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

from adapters.spreadsheets.findings import CellError, Findings
from adapters.spreadsheets.layout import HEADINGS
from adapters.spreadsheets.reading import cells
from adapters.spreadsheets.table.rows import Cell, Row
from domain.clocks import DEFAULT_TIME_ZONE, FIRST_YEAR, YEARS, at_wall_clock, known_zones
from domain.errors import Invalid
from domain.tutorials.sessions import SessionDraft

# Placeholders for cells that cannot be read, so that the rules of all other cells are checked.
STAND_INS: dict[str, Any] = {
    "title": "-",
    "location": "-",
    "venue": "-",
    "sequence": 1,
    "url": None,
    "time_zone": DEFAULT_TIME_ZONE,
}
STAND_IN_MOMENT = datetime(FIRST_YEAR, 1, 2, tzinfo=UTC)
# The separators in the name of a time zone: any dash, slash, space or underscore.
BETWEEN = re.compile(r"[\s/_\-\u2010-\u2015\u2212]+")
A_ZONE = "a time zone like Europe - London"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfEvent:
    """Values in the row of an event that apply to all its sessions."""

    url: str | None
    instructors: str | None


def read_session(row: Row, of_event: OfEvent, findings: Findings) -> SessionDraft | None:
    """Return the session of a row, or None after recording all invalid cells.

    A session without an address or without instructors has those of its event.
    """
    cell = {name: row[heading] for name, heading in HEADINGS.items()}
    before = findings.error_count
    zone = findings.read(cell["time_zone"], time_zone)
    start = _moment(cell, "start", cells.time_of_day, zone, findings)
    end = _moment(cell, "end", cells.end_time_of_day, zone, findings)
    read: dict[str, Any] = {
        "title": findings.read(cell["title"], cells.text),
        "location": findings.read(cell["location"], cells.text),
        "venue": findings.read(cell["venue"], cells.text),
        "sequence": findings.read(cell["sequence"], cells.whole_number),
        "url": findings.read(cell["url"], cells.optional_web_address) or of_event.url,
        "time_zone": zone,
        "instructors": _instructors(row, of_event, findings),
        "start_date": start or end or STAND_IN_MOMENT,
        "end_date": end or start or STAND_IN_MOMENT,
    }
    read |= {name: value for name, value in STAND_INS.items() if read[name] is None}
    try:
        session = SessionDraft(**read)
    except Invalid as error:
        blame(row, error, findings)
    return session if findings.error_count == before else None


def _instructors(row: Row, of_event: OfEvent, findings: Findings) -> tuple[str, ...] | None:
    """Return the text that names the instructors; None if the file has no column for it."""
    if not any(row.has(HEADINGS[name]) for name in ("instructors", "event_instructors")):
        return None
    named = findings.read(row[HEADINGS["instructors"]], cells.optional(cells.text))
    text = named or of_event.instructors
    return (text,) if text else ()


def time_zone(cell: Cell) -> str:
    """Read an IANA zone, written `Europe - London` with any dash, or `Europe/London`."""
    name = cells.text(cell)
    if name in known_zones():
        return name
    zone = _zones_by_key().get(_zone_key(name))
    if zone is None:
        written = name.replace(" - ", "/").replace(" ", "_")[: cells.LONGEST_QUOTE]
        message = f"{written!r} is not a known time zone: must be a name such as Europe - London"
        raise CellError(message, expected=A_ZONE)
    return zone


def _zone_key(name: str) -> str:
    return BETWEEN.sub(" ", name.strip()).casefold()


@cache
def _zones_by_key() -> Mapping[str, str]:
    keys = Counter(map(_zone_key, known_zones()))
    return {key: zone for zone in known_zones() if keys[key := _zone_key(zone)] == 1}


def blame(row: Row, error: Invalid, findings: Findings) -> None:
    """Record broken rules as errors of the cells from which their fields were read."""
    for broken in error.errors:
        cell = row[HEADINGS[broken.field]]
        findings.refuse(cell, broken.message, expected=broken.message)


def _moment(
    cell: Mapping[str, Cell],
    name: str,
    read_clock: Callable[[Cell], timedelta],
    zone: str | None,
    findings: Findings,
) -> datetime | None:
    day_cell, time_cell = cell[f"{name}_date"], cell[f"{name}_time"]
    day = findings.read(day_cell, cells.day)
    clock = findings.read(time_cell, read_clock)
    if day is None or clock is None:
        return None
    _look_at_the_other_half(day_cell, time_cell, day, findings)
    if zone is None:
        return None
    try:
        return at_wall_clock(datetime.combine(day, time.min) + clock, zone)
    except OverflowError:
        findings.refuse(time_cell, YEARS)
    except Invalid as error:
        findings.refuse(time_cell, error.errors[0].message)
    return None


def _look_at_the_other_half(day_cell: Cell, time_cell: Cell, day: date, findings: Findings) -> None:
    """Record a date cell that also contains a time, and a time cell that also contains a date."""
    carried = cells.carried_day(time_cell)
    if carried == day:
        findings.warn(time_cell, f"carries the day {carried:%d/%m/%Y} too, as {day_cell.address}")
    elif carried:
        findings.refuse(
            time_cell,
            f"carries the day {carried:%d/%m/%Y} too, and {day_cell.address} is {day:%d/%m/%Y}: "
            f"must be {cells.A_TIME}, and no day",
            expected=cells.A_TIME,
        )
    moment = day_cell.value
    if isinstance(moment, datetime) and moment.time() != time.min:
        message = f"also contains the time {moment:%H:%M}, which is ignored"
        findings.warn(day_cell, message)
