"""Converts rows of events and sessions to entities, in a constant number of statements."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from adapters.postgres.statements import Only, fetch, named, within
from adapters.tutorials.models import SessionInstructor, TutorialEvent, TutorialSession
from adapters.tutorials.rows.instructors import (
    Instructors,
    instructor_rows,
    instructors_by_session,
)
from domain.clashes.overlaps import BookedSession
from domain.clocks import local_time
from domain.instructors.names import FullName
from domain.tutorials.availability import Places, availability_on, last_day
from domain.tutorials.events import TutorialEvent as Event
from domain.tutorials.sessions import TutorialSession as Session
from domain.tutorials.web_address import harmless_address

REPEATED = ("title", "location", "venue", "time_zone")
_PRODUCT = "exam_session_subject_product_variation"
_PAIR = f"{_PRODUCT}__product_product_variation"
_SITTING = f"{_PRODUCT}__exam_session_subject"
STORE_PRODUCT_ID = F(f"{_PRODUCT}_id")
# The fields of an event that are columns of other tables.
SOLD_FIELDS = {
    "store_product_id": STORE_PRODUCT_ID,
    "subject_code": F(f"{_SITTING}__subject__code"),
    "exam_session_code": F(f"{_SITTING}__exam_session__session_code"),
    "product_name": F(f"{_PAIR}__product__fullname"),
    "variation_name": F(f"{_PAIR}__product_variation__name"),
}
# The fields that depend on the day of reading.
DAILY_FIELDS = ("availability", "availability_reason")
# The other fields are columns of the event's own table, with the same names.
STORED_FIELDS = tuple(
    name
    for name in Event.__dataclass_fields__
    if name not in {*SOLD_FIELDS, *DAILY_FIELDS, "sessions"}
)
STORED_SESSION_FIELDS = tuple(
    name for name in Session.__dataclass_fields__ if name not in {"has_url", "instructors"}
)

# The id of an instructor of a session, and the columns of the name, as of `instructor_rows`.
TAUGHT = tuple(f"session_instructors__instructor__{name}" for name in ("pk", *FullName._fields))


def ordered_events(
    events: QuerySet[TutorialEvent], stored: Sequence[str], **columns: F
) -> QuerySet[TutorialEvent, dict[str, Any]]:
    """Return columns of the event, and others by path, ordered by start date, then code."""
    rows: QuerySet[TutorialEvent, dict[str, Any]] = (
        events.annotate(**columns).order_by("start_date", "code").values(*stored, *columns)
    )
    return rows


def ordered_sessions(
    sessions: QuerySet[TutorialSession], *others: str
) -> QuerySet[TutorialSession, tuple[Any, ...]]:
    """Return the id of each session's event, the session's own columns, and others by path."""
    rows = sessions.order_by("tutorial_event_id", "sequence", "id")
    return rows.values_list("tutorial_event_id", *STORED_SESSION_FIELDS, *others)


def sessions_by_event(
    ordered: Iterable[tuple[Any, ...]], instructors: Instructors
) -> Mapping[int, tuple[Session, ...]]:
    """Return the sessions by the id of their event, ascending by sequence."""
    by_event: defaultdict[int, list[Session]] = defaultdict(list)
    # 100,000 sessions have about a hundred places: share one text for each.
    texts: dict[str, str] = {}
    for event_id, *values in ordered:
        row = dict(zip(STORED_SESSION_FIELDS, values, strict=True))
        for moment in ("start_date", "end_date"):
            row[moment] = local_time(row[moment], row["time_zone"])
        row["url"] = harmless_address(row["url"])
        row["has_url"] = row["url"] is not None
        for name in REPEATED:
            row[name] = texts.setdefault(row[name], row[name])
        row["instructors"] = instructors.get(row["id"], ())
        by_event[event_id].append(Session(**row))
    return {event_id: tuple(sessions) for event_id, sessions in by_event.items()}


def stored_events(wanted: Collection[int] | Collection[str], column: str = "id") -> list[Event]:
    """Return the events with these ids or codes that exist, with all their data.

    There are two statements: one for the events, one for their sessions and who teaches them.
    """
    rows = list(named((*STORED_FIELDS, *SOLD_FIELDS), fetch(_events, wanted, column)))
    ids = [row["id"] for row in rows]
    found = list(fetch(_taught_sessions, ids))
    instructors = instructors_by_session(
        (session_id, *instructor)
        for _, session_id, *columns in found
        # All are blank without an instructor.
        if any((instructor := columns[-len(TAUGHT) :])[1:])
    )
    # A session has a row for each of its instructors.
    distinct = {row[1]: row[: -len(TAUGHT)] for row in found}
    sessions = sessions_by_event(distinct.values(), instructors)
    today = timezone.localdate()
    return [stored_event(row, sessions.get(row["id"], ()), today) for row in rows]


def _events(only: Only, column: str) -> QuerySet[TutorialEvent, Any]:
    found = within(TutorialEvent.objects.all(), column, only)
    return ordered_events(found, STORED_FIELDS, **SOLD_FIELDS)


def _taught_sessions(only: Only) -> QuerySet[TutorialSession, Any]:
    found = within(TutorialSession.objects.all(), "tutorial_event__id", only)
    return ordered_sessions(found, *TAUGHT)


def booked_sessions(sessions: QuerySet[TutorialSession]) -> Iterator[BookedSession]:
    """Yield the booked sessions, in two statements."""
    columns = ("id", "sequence", "title", "location", "venue", "start_date", "end_date")
    of_event = {
        "event_code": F("tutorial_event__code"),
        "override": F("tutorial_event__clash_override_reason"),
    }
    rows = sessions.values(*columns, "time_zone", **of_event)
    links = SessionInstructor.objects.filter(tutorial_session__in=sessions.order_by())
    instructors = instructors_by_session(instructor_rows(links))
    for row in rows.iterator(chunk_size=2000):
        zone = row.pop("time_zone")
        for moment in ("start_date", "end_date"):
            row[moment] = local_time(row[moment], zone)
        yield BookedSession(**row, instructors=instructors.get(row["id"], ()))


def stored_event(row: dict[str, Any], sessions: tuple[Session, ...], today: date) -> Event:
    """Return the event of a row, with its availability on a day."""
    row["is_unlimited"] = bool(row["is_unlimited"])
    is_cancelled = row["cancelled_at"] is not None
    if not is_cancelled:
        row.update(cancelled_by=None, cancelled_reason=None)
    if row["clash_override_at"] is None:
        row.update(clash_override_by=None, clash_override_reason=None)
    availability, reason = availability_on(
        today,
        Places(row["is_soldout"], row["is_unlimited"], row["remain_space"]),
        last=last_day(row["end_date"], sessions),
        closes=row["finalisation_date"],
        cancelled=row["cancelled_reason"] or "" if is_cancelled else None,
    )
    return Event(**row, availability=availability, availability_reason=reason, sessions=sessions)
