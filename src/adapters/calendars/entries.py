"""Converts a stored event to calendar entries, one for each session.

The lines are assembled here, because the components of icalendar take some milliseconds for each
entry. icalendar escapes the texts and folds the long lines.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from icalendar import vText
from icalendar.parser import Contentline

from domain.plans.exporting import ExportedEvent, Revision
from domain.tutorials.events import TutorialEvent
from domain.tutorials.sessions import TutorialSession

# The UIDs depend only on the ids, so they are the same on every host and in every file.
NAMESPACE = uuid5(NAMESPACE_URL, "urn:tutorial-service")
LARGEST_SEQUENCE = 2**31 - 1
ONE_DAY = timedelta(days=1)
# In bytes, without the line break (RFC 5545, 3.1).
LONGEST_LINE = 75


@dataclass(frozen=True, slots=True)
class Entry:
    """A serialised entry, with its start and end: two days, or two times with a zone."""

    content: bytes
    start: date
    end: date


def entries_of(exported: ExportedEvent) -> Iterator[Entry]:
    """Yield an entry for each session, or one for the days of an event without sessions."""
    event = exported.event
    for session in event.sessions:
        start, end = session.start_date, session.end_date
        lines = [
            *_identity("session", session.id, exported, exported.session_revisions[session.id]),
            f"DTSTART;TZID={start.tzinfo}:{start:%Y%m%dT%H%M%S}",
            f"DTEND;TZID={end.tzinfo}:{end:%Y%m%dT%H%M%S}",
            _text("SUMMARY", session.title),
            _text("LOCATION", _place(session)),
            _text("DESCRIPTION", _description(event, session)),
        ]
        if session.url:
            lines.append(f"URL:{_without_breaks(session.url)}")
        yield Entry(_component(lines), start, end)
    if not event.sessions:
        # The end of an entry of whole days is the day after.
        start_day, end_day = event.start_date, event.end_date + ONE_DAY
        lines = [
            *_identity("event", event.id, exported, exported.revision),
            f"DTSTART;VALUE=DATE:{start_day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{end_day:%Y%m%d}",
            _text("SUMMARY", event.code),
            _text("LOCATION", event.venue),
            _text("DESCRIPTION", _description(event, None)),
        ]
        yield Entry(_component(lines), start_day, end_day)


def _identity(kind: str, id_: int, exported: ExportedEvent, revision: Revision) -> list[str]:
    # A change of the event changes the entries of its sessions too.
    changed = max(revision.updated_at, exported.revision.updated_at)
    # In a published calendar, both are the time of the last change (RFC 5545, 3.8.7.2).
    moment = _utc(changed)
    return [
        f"UID:{uuid5(NAMESPACE, f'{kind}/{id_}')}",
        f"DTSTAMP:{moment}",
        f"LAST-MODIFIED:{moment}",
        f"CREATED:{_utc(revision.created_at)}",
        f"SEQUENCE:{_sequence(revision.created_at, changed)}",
        f"STATUS:{'CANCELLED' if exported.event.cancelled_at else 'CONFIRMED'}",
        _text("CATEGORIES", exported.event.subject_code),
    ]


def _sequence(created: datetime, changed: datetime) -> int:
    """Return a number that grows with each change: the seconds since the row was created."""
    seconds = (changed - created).total_seconds()
    return int(min(max(seconds, 0), LARGEST_SEQUENCE))


def _place(session: TutorialSession) -> str:
    places = dict.fromkeys(place for place in (session.venue, session.location) if place.strip())
    return ", ".join(places)


def _description(event: TutorialEvent, session: TutorialSession | None) -> str:
    day = f", day {session.sequence}" if session else ""
    return (
        f"{event.code}{day}\n"
        f"{event.subject_code}, {event.exam_session_code}\n"
        f"{event.product_name}, {event.variation_name}"
    )


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(name: str, value: str) -> str:
    return f"{name}:{vText(value.replace('\r', '')).to_ical().decode()}"


def _without_breaks(value: str) -> str:
    return "".join(character for character in value if character.isprintable())


def _component(lines: list[str]) -> bytes:
    content = b"\r\n".join(map(_folded, lines))
    return b"BEGIN:VEVENT\r\n" + content + b"\r\nEND:VEVENT\r\n"


def _folded(line: str) -> bytes:
    encoded = line.encode()
    return encoded if len(encoded) <= LONGEST_LINE else bytes(Contentline(line).to_ical())  # type: ignore[no-untyped-call]  # it has no types
