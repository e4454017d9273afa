"""What a plan changes in a stored event."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from domain.clocks import local_time
from domain.text import one_line
from domain.tutorials.changes import EventChange
from domain.tutorials.events import EventDraft, TutorialEvent
from domain.tutorials.sessions import SessionDraft, TutorialSession

BOOKING_FIELDS = ("is_soldout", "remain_space", "is_unlimited")
# The fields that an import updates. Events are identified by code, sessions by sequence.
PLANNED_FIELDS = tuple(
    field.name
    for field in fields(EventDraft)
    if field.name not in {"code", "sessions", *BOOKING_FIELDS}
)
PLANNED_SESSION_FIELDS = tuple(
    field.name for field in fields(SessionDraft) if field.name != "sequence"
)


def difference(event: EventDraft, stored: TutorialEvent, store_product_id: int) -> EventChange:
    """Return the changes that make a stored event equal to the planned one."""
    by_sequence = {session.sequence: session for session in stored.sessions}
    values = _differing(event, stored, PLANNED_FIELDS)
    if stored.store_product_id != store_product_id:
        values["store_product_id"] = store_product_id
    sessions = {
        by_sequence[session.sequence].id: changed
        for session in event.sessions
        if session.sequence in by_sequence
        and (changed := _differing(session, by_sequence[session.sequence], PLANNED_SESSION_FIELDS))
    }
    return EventChange(
        id=stored.id,
        code=stored.code,
        values=values,
        sessions=sessions,
        new_sessions=tuple(s for s in event.sessions if s.sequence not in by_sequence),
    )


def _differing(
    planned: EventDraft | SessionDraft,
    stored: TutorialEvent | TutorialSession,
    fields: Sequence[str],
) -> dict[str, object]:
    return {
        name: getattr(planned, name)
        for name in fields
        if not _is_planned(getattr(planned, name), _in_zone_of(planned, getattr(stored, name)))
        # None means that the plan has no column of instructors.
        if not (name == "instructors" and getattr(planned, name) is None)
    }


def _is_planned(planned: object, stored: object) -> bool:
    """Whether a stored value equals the planned one, as far as a plan can express it.

    A plan has lines of text, and local times in whole seconds. It cannot distinguish the two equal
    hours when the clocks go back. The same time in another zone is not a change.
    """
    if isinstance(planned, str) and isinstance(stored, str):
        return planned in {stored, one_line(stored)}
    if isinstance(planned, datetime) and isinstance(stored, datetime):
        shown = stored.replace(tzinfo=None, microsecond=0)
        return planned == stored or planned.replace(tzinfo=None) == shown
    return planned == stored


def _in_zone_of(planned: EventDraft | SessionDraft, stored: object) -> object:
    """Return a stored time in the local time of the planned session; other values as they are."""
    if isinstance(planned, SessionDraft) and isinstance(stored, datetime):
        return local_time(stored, planned.time_zone)
    return stored


def unplanned_sessions(event: EventDraft, stored: TutorialEvent) -> list[str]:
    """Return a description of each stored session that is not in the plan."""
    planned = {session.sequence for session in event.sessions}
    return [
        f"{event.code}, day {session.sequence}: {session.title}"
        for session in stored.sessions
        if session.sequence not in planned
    ]
