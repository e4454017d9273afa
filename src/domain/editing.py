"""Changes of single events and sessions: what must be stored so that an event is as wanted."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace

from domain.errors import Conflict, FieldError, Invalid, NotFound
from domain.ports.tutorials import TutorialRepository
from domain.tutorials.changes import Cancellation, EventChange
from domain.tutorials.events import EventDraft, TutorialEvent
from domain.tutorials.sessions import SessionDraft, TutorialSession

EVENT_FIELDS = tuple(field.name for field in fields(EventDraft) if field.name != "sessions")
SESSION_FIELDS = tuple(field.name for field in fields(SessionDraft))
EVERYTHING = frozenset({*EVENT_FIELDS, "store_product_id", "sessions"})

type Check = Callable[[TutorialEvent], None]


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


def create_event(edit: EventEdit, tutorials: TutorialRepository) -> TutorialEvent:
    """Store a new event.

    Raises:
        Conflict: when there is an event of this code.
        Invalid: when there is no such store product.

    """
    tutorials.add([(edit.event, edit.store_product_id)])
    return tutorials.get(edit.event.code)


def locked_event(code: str, check: Check, tutorials: TutorialRepository) -> TutorialEvent:
    """Return an event that no other writer changes until the transaction ends, and check it.

    Raises:
        NotFound: when there is no event of this code.
        Exception: whatever `check` raises for the event.

    """
    event = tutorials.find([code]).get(code)
    if event is None:
        raise NotFound(f"There is no tutorial event with the code {code!r}.")
    check(event)
    return event


def replace_event(
    stored: TutorialEvent, edit: EventEdit, tutorials: TutorialRepository
) -> TutorialEvent:
    """Make a locked event as it is to be; the ids of the event and of its sessions stay.

    Raises:
        Conflict: when another event has the code, or other data refers to a session that goes.
        Invalid: when an id is not one of a session of the event.

    """
    change = changed_event(stored, edit)
    if not change.is_empty:
        tutorials.change([change])
    return tutorials.get(str(change.values.get("code", stored.code)))


def changed_event(stored: TutorialEvent, edit: EventEdit) -> EventChange:
    """Return what must change of a stored event so that it is as wanted.

    Raises:
        Invalid: when an id is not one of a session of the event, or stands twice.

    """
    names = [name for name in EVENT_FIELDS if name in edit.touched]
    values = _differing(edit.event, stored, names)
    if "store_product_id" in edit.touched and edit.store_product_id != stored.store_product_id:
        values["store_product_id"] = edit.store_product_id
    if "sessions" not in edit.touched:
        return _change(stored, values=values)
    pairs = list(zip(_matches(stored, edit), edit.event.sessions, strict=True))
    kept = {session.id for session, _ in pairs if session is not None}
    return EventChange(
        id=stored.id,
        code=stored.code,
        values=values,
        sessions={
            session.id: changed
            for session, draft in pairs
            if session is not None and (changed := _differing(draft, session, SESSION_FIELDS))
        },
        new_sessions=tuple(draft for session, draft in pairs if session is None),
        removed_sessions=tuple(each.id for each in stored.sessions if each.id not in kept),
    )


def cancel_event(
    stored: TutorialEvent, cancellation: Cancellation, tutorials: TutorialRepository
) -> TutorialEvent:
    """Cancel a locked event, and return it. It can still be read by its code.

    Raises:
        Conflict: when it is cancelled already.

    """
    if stored.cancelled_at is not None:
        raise Conflict(f"The event {stored.code!r} is cancelled already.")
    values = {f"cancelled_{name}": value for name, value in asdict(cancellation).items()}
    tutorials.change([_change(stored, values=values)])
    return tutorials.get(stored.code)


def reinstate_event(stored: TutorialEvent, tutorials: TutorialRepository) -> TutorialEvent:
    """Undo the cancellation of a locked event, and return it.

    Raises:
        Conflict: when it is not cancelled.

    """
    if stored.cancelled_at is None:
        raise Conflict(f"The event {stored.code!r} is not cancelled.")
    values = {f"cancelled_{field.name}": None for field in fields(Cancellation)}
    tutorials.change([_change(stored, values=values)])
    return tutorials.get(stored.code)


def add_session(
    stored: TutorialEvent, draft: SessionDraft, tutorials: TutorialRepository
) -> tuple[TutorialEvent, TutorialSession]:
    """Add a session to a locked event; return both.

    Raises:
        Conflict: when the sequence is taken in the event.

    """
    _refuse_taken(stored.sessions, draft.sequence)
    tutorials.change([_change(stored, new_sessions=(draft,))])
    event = tutorials.get(stored.code)
    return event, next(each for each in event.sessions if each.sequence == draft.sequence)


def replace_session(
    stored: TutorialEvent, session_id: int, draft: SessionDraft, tutorials: TutorialRepository
) -> tuple[TutorialEvent, TutorialSession]:
    """Make a session of a locked event as it is to be; return both.

    Raises:
        NotFound: when the event has no such session.
        Conflict: when the sequence is taken by another session of the event.

    """
    session = session_of(stored, session_id)
    _refuse_taken((each for each in stored.sessions if each.id != session_id), draft.sequence)
    if values := _differing(draft, session, SESSION_FIELDS):
        tutorials.change([_change(stored, sessions={session_id: values})])
    event = tutorials.get(stored.code)
    return event, session_of(event, session_id)


def delete_session(
    stored: TutorialEvent, session_id: int, tutorials: TutorialRepository
) -> TutorialEvent:
    """Delete a session of a locked event; return the event.

    Raises:
        NotFound: when the event has no such session.
        Conflict: when other data refers to the session.

    """
    session_of(stored, session_id)
    tutorials.change([_change(stored, removed_sessions=(session_id,))])
    return tutorials.get(stored.code)


def session_of(event: TutorialEvent, session_id: int) -> TutorialSession:
    """Return a session of an event.

    Raises:
        NotFound: when the event has none of this id.

    """
    for session in event.sessions:
        if session.id == session_id:
            return session
    raise NotFound(f"The event {event.code!r} has no session with the id {session_id}.")


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


def _refuse_taken(others: Iterable[TutorialSession], sequence: int) -> None:
    for other in others:
        if other.sequence == sequence:
            raise Conflict(
                f"The session {other.id} of this event has the sequence {sequence} already. "
                "To swap days, replace the whole event."
            )


def _change(stored: TutorialEvent, **parts: object) -> EventChange:
    empty = EventChange(id=stored.id, code=stored.code, values={}, sessions={}, new_sessions=())
    return replace(empty, **parts)  # type: ignore[arg-type]  # names are the fields


def _differing(
    wanted: EventDraft | SessionDraft,
    stored: TutorialEvent | TutorialSession,
    names: Sequence[str],
) -> dict[str, object]:
    return {
        name: getattr(wanted, name)
        for name in names
        if getattr(wanted, name) != getattr(stored, name)
    }
