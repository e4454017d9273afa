"""What must change of a stored event so that it is as wanted."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from domain.editing.instructors import all_with_instructors
from domain.errors import FieldError, Invalid
from domain.ports.tutorials import TutorialRepository
from domain.tutorials.changes import EventChange
from domain.tutorials.events import EventDraft, TutorialEvent
from domain.tutorials.sessions import SessionDraft, TutorialSession

EVENT_FIELDS = tuple(field.name for field in fields(EventDraft) if field.name != "sessions")
SESSION_FIELDS = tuple(field.name for field in fields(SessionDraft))
EVERYTHING = frozenset({*EVENT_FIELDS, "store_product_id", "sessions"})


@dataclass(frozen=True, slots=True, kw_only=True)
class EventEdit:
    """An event as it is to be.

    `session_ids` has, for each session of the event, the id of the stored session that it
    replaces, or None: it then replaces the one with its sequence, or is new. Only the fields that
    are `touched` change.
    """

    event: EventDraft
    store_product_id: int
    session_ids: tuple[int | None, ...]
    touched: frozenset[str] = EVERYTHING


def changed_event(
    stored: TutorialEvent, edit: EventEdit, tutorials: TutorialRepository
) -> EventChange:
    """Return what must change of a stored event so that it is as wanted.

    Raises:
        Invalid: when an id is not one of a session of the event, or stands twice, or when an
            instructor is unknown or ambiguous.

    """
    names = [name for name in EVENT_FIELDS if name in edit.touched]
    values = differing(edit.event, stored, names)
    if "store_product_id" in edit.touched and edit.store_product_id != stored.store_product_id:
        values["store_product_id"] = edit.store_product_id
    if "sessions" not in edit.touched:
        return change_of(stored, values=values)
    matches = _matches(stored, edit)
    drafts = all_with_instructors(zip(edit.event.sessions, matches, strict=True), tutorials)
    pairs = list(zip(matches, drafts, strict=True))
    kept = {session.id for session in matches if session is not None}
    return EventChange(
        id=stored.id,
        code=stored.code,
        values=values,
        sessions={
            session.id: changed
            for session, draft in pairs
            if session is not None and (changed := differing(draft, session, SESSION_FIELDS))
        },
        new_sessions=tuple(draft for session, draft in pairs if session is None),
        removed_sessions=tuple(each.id for each in stored.sessions if each.id not in kept),
    )


def change_of(stored: TutorialEvent, **parts: object) -> EventChange:
    """Return a change of a stored event with these parts; nothing else changes."""
    empty = EventChange(id=stored.id, code=stored.code, values={}, sessions={}, new_sessions=())
    return replace(empty, **parts)  # type: ignore[arg-type]  # names are the fields


def differing(
    wanted: EventDraft | SessionDraft,
    stored: TutorialEvent | TutorialSession,
    names: Sequence[str],
) -> dict[str, object]:
    """Return the wanted values of the fields in which the stored entity differs."""
    return {
        name: getattr(wanted, name)
        for name in names
        if getattr(wanted, name) != getattr(stored, name)
        # Not named, they stay.
        if not (name == "instructors" and getattr(wanted, name) is None)
    }


def _matches(stored: TutorialEvent, edit: EventEdit) -> list[TutorialSession | None]:
    """Return, for each session that is wanted, the stored one that becomes it."""
    _refuse_strange_ids(stored, edit.session_ids)
    named = set(edit.session_ids)
    by_id = {session.id: session for session in stored.sessions}
    by_sequence = {each.sequence: each for each in stored.sessions if each.id not in named}
    return [
        by_sequence.get(draft.sequence) if id_ is None else by_id[id_]
        for id_, draft in zip(edit.session_ids, edit.event.sessions, strict=True)
    ]


def _refuse_strange_ids(stored: TutorialEvent, ids: Sequence[int | None]) -> None:
    known = {session.id for session in stored.sessions}
    errors = [
        FieldError(f"sessions[{number}].id", message)
        for number, id_ in enumerate(ids)
        if id_ is not None
        for message in (
            "is not the id of a session of this event" if id_ not in known else "",
            "stands twice" if id_ in ids[:number] else "",
        )
        if message
    ]
    if errors:
        raise Invalid(*errors)
