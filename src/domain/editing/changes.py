"""What must change of a stored event so that it is as wanted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace

from domain.editing.instructors import all_with_instructors
from domain.editing.rules import check_changed
from domain.errors import FieldError, Invalid
from domain.ports.tutorials import TutorialRepository
from domain.tutorials.changes import EventChange
from domain.tutorials.events import EventDraft, TutorialEvent
from domain.tutorials.sessions import SessionDraft, TutorialSession

EVENT_FIELDS = tuple(field.name for field in fields(EventDraft) if field.name != "sessions")
SESSION_FIELDS = tuple(field.name for field in fields(SessionDraft))


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPatch:
    """The fields of an event that are to change, with their new values.

    `values` are those of the event by name. `sessions` are all sessions as they are to be, or None
    if they stay as they are. `session_ids` has, for each of them, the id of the stored session that
    it replaces, or None: it then replaces the one with its sequence, or is new.
    """

    values: Mapping[str, object]
    sessions: tuple[SessionDraft, ...] | None = None
    session_ids: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventEdit:
    """A whole event as it is to be; `session_ids` are those of `EventPatch`."""

    event: EventDraft
    store_product_id: int
    session_ids: tuple[int | None, ...]

    def patch(self) -> EventPatch:
        values = {name: getattr(self.event, name) for name in EVENT_FIELDS}
        return EventPatch(
            values={**values, "store_product_id": self.store_product_id},
            sessions=self.event.sessions,
            session_ids=self.session_ids,
        )


def changed_event(
    stored: TutorialEvent, patch: EventPatch, tutorials: TutorialRepository
) -> EventChange:
    """Return what must change of a stored event so that it is as wanted.

    Raises:
        Invalid: when a changed field breaks a rule, when an id is not one of a session of the
            event, or stands twice, or when an instructor is unknown or ambiguous.

    """
    check_changed(EventDraft, stored, {**patch.values, "sessions": patch.sessions or ()})
    values = differing(patch.values, stored)
    if patch.sessions is None:
        return change_of(stored, values=values)
    matches = _matches(stored, patch.sessions, patch.session_ids)
    drafts = all_with_instructors(zip(patch.sessions, matches, strict=True), tutorials)
    pairs = list(zip(matches, drafts, strict=True))
    kept = {session.id for session in matches if session is not None}
    return EventChange(
        id=stored.id,
        code=stored.code,
        values=values,
        sessions={
            session.id: changed
            for session, draft in pairs
            if session is not None and (changed := differing(session_values(draft), session))
        },
        new_sessions=tuple(draft for session, draft in pairs if session is None),
        removed_sessions=tuple(each.id for each in stored.sessions if each.id not in kept),
    )


def change_of(stored: TutorialEvent, **parts: object) -> EventChange:
    """Return a change of a stored event with these parts; nothing else changes."""
    empty = EventChange(id=stored.id, code=stored.code, values={}, sessions={}, new_sessions=())
    return replace(empty, **parts)  # type: ignore[arg-type]  # names are the fields


def session_values(draft: SessionDraft) -> dict[str, object]:
    """Return the fields of a session by name, without instructors that are not named."""
    values = {name: getattr(draft, name) for name in SESSION_FIELDS}
    if draft.instructors is None:
        del values["instructors"]
    return values


def differing(
    wanted: Mapping[str, object], stored: TutorialEvent | TutorialSession
) -> dict[str, object]:
    """Return the wanted values in which the stored entity differs."""
    return {name: value for name, value in wanted.items() if value != getattr(stored, name)}


def _matches(
    stored: TutorialEvent, wanted: Sequence[SessionDraft], ids: Sequence[int | None]
) -> list[TutorialSession | None]:
    """Return, for each session that is wanted, the stored one that becomes it."""
    _refuse_strange_ids(stored, ids)
    named = set(ids)
    by_id = {session.id: session for session in stored.sessions}
    by_sequence = {each.sequence: each for each in stored.sessions if each.id not in named}
    return [
        by_sequence.get(draft.sequence) if id_ is None else by_id[id_]
        for id_, draft in zip(ids, wanted, strict=True)
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
