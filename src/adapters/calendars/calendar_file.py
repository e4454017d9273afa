"""A calendar file: its header, the rules of its time zones, and its entries."""

from collections.abc import Iterable
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import BinaryIO

from adapters.calendars.entries import Entry, entries_of
from adapters.calendars.zones import zone_component
from domain.plans.exporting import RevisedEvent

HEADER = (
    b"BEGIN:VCALENDAR\r\n"
    b"VERSION:2.0\r\n"
    b"PRODID:-//Tutorial service//Tutorial events//EN\r\n"
    b"CALSCALE:GREGORIAN\r\n"
    b"METHOD:PUBLISH\r\n"
)
FOOTER = b"END:VCALENDAR\r\n"
MOST_IN_MEMORY = 1024 * 1024


def write_calendar(events: Iterable[RevisedEvent], file: BinaryIO) -> None:
    """Write the entries of all events; the file stays open.

    The entries are first written to a temporary file: the required zones are known after the last
    entry, but must precede the entries.
    """
    zones: dict[str, tuple[int, int]] = {}
    with SpooledTemporaryFile(MOST_IN_MEMORY) as body:
        for revised in events:
            for entry in entries_of(revised):
                _note_zone(entry, zones)
                body.write(entry.content)
        file.write(HEADER)
        file.writelines(zone_component(name, *zones[name]) for name in sorted(zones))
        body.seek(0)
        copyfileobj(body, file)
        file.write(FOOTER)


def _note_zone(entry: Entry, zones: dict[str, tuple[int, int]]) -> None:
    if entry.zone is None:
        return
    years = {entry.start.year, entry.end.year, *zones.get(entry.zone, ())}
    zones[entry.zone] = min(years), max(years)
