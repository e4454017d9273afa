"""Converts a stored event to calendar entries, one for each session.

The lines are assembled here, because the components of icalendar take some milliseconds for each
entry. icalendar escapes the texts and folds the long lines. The common lines of the entries of an
event are created once, and texts that many events share are cached.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from uuid import NAMESPACE_URL, uuid5

from icalendar import vText
from icalendar.parser import Contentline

from adapters.calendars.zones import time_line
from domain.clocks import zone_shown
from domain.plans.exporting import RevisedEvent
from domain.tutorials.events import TutorialEvent
from domain.tutorials.sessions import TutorialSession

# The UIDs depend only on the ids, so they are the same on every host and in every file.
NAMESPACE = uuid5(NAMESPACE_URL, "urn:tutorial-service")
LARGEST_SEQUENCE = 2**31 - 1
ONE_DAY = timedelta(days=1)
BREAK = b"\r\n"
# In bytes, without the line break (RFC 5545, 3.1).
LONGEST_LINE = 75
MOST_CACHED = 4096
# The characters that icalendar changes in a text.
SPECIAL = re.compile(r"[\\;,\r\n]")


@dataclass(frozen=True, slots=True)
class Entry:
    """A serialised entry, with its start and end: two days, or two local times of a zone."""

    content: bytes
    start: date
    end: date
    zone: str | None = None


def entries_of(revised: RevisedEvent) -> Iterator[Entry]:
    """Yield an entry for each session, or one for the days of an event without sessions."""
    event, shared, sold = revised.event, _shared_lines(revised), _sold(revised.event)
    code = _escaped(event.code)
    for session in event.sessions:
        start, end = session.start_date, session.end_date
        zone = zone_shown(session.time_zone)
        lines = [
            _uid("session", session.id),
            shared,
            time_line("DTSTART", start, zone),
            time_line("DTEND", end, zone),
            _text("SUMMARY", session.title),
            _repeated_text("LOCATION", _place(session)),
            _description(code, f"\\, day {session.sequence}", sold),
        ]
        if session.url:
            lines.append(_address(session.url))
        yield Entry(_component(lines), start, end, zone)
    if not event.sessions:
        # The end of an entry of whole days is the day after.
        start_day, end_day = event.start_date, event.end_date + ONE_DAY
        lines = [
            _uid("event", event.id),
            shared,
            f"DTSTART;VALUE=DATE:{start_day:%Y%m%d}".encode(),
            f"DTEND;VALUE=DATE:{end_day:%Y%m%d}".encode(),
            _text("SUMMARY", event.code),
            _repeated_text("LOCATION", event.venue),
            _description(code, "", sold),
        ]
        yield Entry(_component(lines), start_day, end_day)


def _uid(kind: str, id_: int) -> bytes:
    return f"UID:{uuid5(NAMESPACE, f'{kind}/{id_}')}".encode()


def _shared_lines(revised: RevisedEvent) -> bytes:
    event, revision = revised
    # In a published calendar, both are the time of the last change (RFC 5545, 3.8.7.2).
    moment = _utc(revision.updated_at)
    lines = [
        f"DTSTAMP:{moment}",
        f"LAST-MODIFIED:{moment}",
        f"CREATED:{_utc(revision.created_at)}",
        f"SEQUENCE:{min(revision.number, LARGEST_SEQUENCE)}",
        f"STATUS:{'CANCELLED' if event.cancelled_at else 'CONFIRMED'}",
    ]
    return BREAK.join(
        [*(line.encode() for line in lines), _repeated_text("CATEGORIES", event.subject_code)]
    )


def _place(session: TutorialSession) -> str:
    places = dict.fromkeys(place for place in (session.venue, session.location) if place.strip())
    return ", ".join(places)


def _sold(event: TutorialEvent) -> bytes:
    """Return the end of the description, which is the same in all entries of an event."""
    sold = (
        f"\n{event.subject_code}, {event.exam_session_code}"
        f"\n{event.product_name}, {event.variation_name}"
    )
    return _repeated_line(_escaped(sold))


def _description(code: str, day: str, sold: bytes) -> bytes:
    # A long line may be folded anywhere.
    return _folded(f"DESCRIPTION:{code}{day}") + BREAK + b" " + sold


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(name: str, value: str) -> bytes:
    return _folded(f"{name}:{_escaped(value)}")


@lru_cache(MOST_CACHED)
def _repeated_text(name: str, value: str) -> bytes:
    return _text(name, value)


def _escaped(value: str) -> str:
    if not SPECIAL.search(value):
        return value
    return vText(value.replace("\r", "")).to_ical().decode()


@lru_cache(MOST_CACHED)
def _address(value: str) -> bytes:
    # Without line breaks, which would begin another property.
    return _folded(f"URL:{''.join(filter(str.isprintable, value))}")


def _component(lines: list[bytes]) -> bytes:
    return b"BEGIN:VEVENT\r\n" + BREAK.join(lines) + b"\r\nEND:VEVENT\r\n"


@lru_cache(MOST_CACHED)
def _repeated_line(line: str) -> bytes:
    return _folded(line)


def _folded(line: str) -> bytes:
    encoded = line.encode()
    # Shorter by one, because a part of a description is preceded by a space.
    return encoded if len(encoded) < LONGEST_LINE else bytes(Contentline(line).to_ical())  # type: ignore[no-untyped-call]  # it has no types
