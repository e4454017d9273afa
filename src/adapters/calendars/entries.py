"""A stored event → its entries in a calendar: one for each session."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from icalendar import Event

from domain.exporting import ExportedEvent, Revision
from domain.tutorials import TutorialEvent, TutorialSession

# The UIDs depend on the ids alone: they are the same on every host and in every file.
NAMESPACE = uuid5(NAMESPACE_URL, "urn:tutorial-service")
LARGEST_SEQUENCE = 2**31 - 1
ONE_DAY = timedelta(days=1)


def entries_of(exported: ExportedEvent) -> Iterator[Event]:
    """Yield an entry for each session, or one for the days of an event without sessions."""
    event = exported.event
    for session in event.sessions:
        revision = exported.session_revisions[session.id]
        entry = _entry("session", session.id, exported, revision)
        entry.add("SUMMARY", session.title)
        entry.add("DTSTART", session.start_date)
        entry.add("DTEND", session.end_date)
        entry.add("LOCATION", _place(session))
        if session.url:
            entry.add("URL", session.url)
        entry.add("DESCRIPTION", _description(event, session))
        yield entry
    if not event.sessions:
        entry = _entry("event", event.id, exported, exported.revision)
        entry.add("SUMMARY", event.code)
        entry.add("DTSTART", event.start_date)
        # The end of an entry of whole days is the day after.
        entry.add("DTEND", event.end_date + ONE_DAY)
        entry.add("LOCATION", event.venue)
        entry.add("DESCRIPTION", _description(event, None))
        yield entry


def _entry(kind: str, id_: int, exported: ExportedEvent, revision: Revision) -> Event:
    # A change of the event changes the entries of its sessions too.
    changed = max(revision.updated_at, exported.revision.updated_at).astimezone(UTC)
    entry = Event()
    entry.add("UID", str(uuid5(NAMESPACE, f"{kind}/{id_}")))
    # In a published calendar, both are the time of the last change (RFC 5545, 3.8.7.2).
    entry.add("DTSTAMP", changed)
    entry.add("LAST-MODIFIED", changed)
    entry.add("CREATED", revision.created_at.astimezone(UTC))
    entry.add("SEQUENCE", _sequence(revision.created_at, changed))
    entry.add("STATUS", "CONFIRMED")
    entry.add("CATEGORIES", [exported.event.subject_code])
    return entry


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
