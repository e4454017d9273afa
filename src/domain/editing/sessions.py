"""The use cases that change one session of an event."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import cast

from domain.editing.changes import change_of, differing
from domain.editing.events import without_clashes
from domain.editing.instructors import found_instructors
from domain.editing.rules import check_changed
from domain.errors import Conflict, FieldError, NotFound
from domain.instructors.names import Wanted
from domain.ports.tutorials import TutorialRepository
from domain.tutorials.changes import ClashOverride
from domain.tutorials.events import TutorialEvent
from domain.tutorials.sessions import SessionDraft, TutorialSession

type Named = Sequence[Wanted]

# The path of the session in a request that has no more than one.
WHOLE_BODY = ""


def add_session(
    stored: TutorialEvent,
    draft: SessionDraft,
    tutorials: TutorialRepository,
    override: ClashOverride | None = None,
) -> tuple[TutorialEvent, TutorialSession]:
    """Add a session to a locked event; return both.

    Raises:
        Clashing: when it clashes with another session, and there is no override.
        Conflict: when the sequence is taken in the event.
        Invalid: when an instructor is unknown or ambiguous.

    """
    _refuse_taken(stored.sessions, draft.sequence)
    names = found_instructors(draft.instructors or (), None, tutorials)
    change = change_of(stored, new_sessions=(replace(draft, instructors=names),))
    paths = {draft.sequence: WHOLE_BODY}
    tutorials.change([without_clashes(stored, change, tutorials, override, paths)])
    event = tutorials.get(stored.code)
    return event, next(each for each in event.sessions if each.sequence == draft.sequence)


def change_session(
    stored: TutorialEvent,
    session_id: int,
    values: Mapping[str, object],
    tutorials: TutorialRepository,
    override: ClashOverride | None = None,
) -> tuple[TutorialEvent, TutorialSession]:
    """Change fields of a session of a locked event, given by name; return both.

    Raises:
        NotFound: when the event has no such session.
        Clashing: when it is moved and clashes with another session, and there is no override.
        Conflict: when the sequence is taken by another session of the event.
        Invalid: when a changed field breaks a rule, or an instructor is unknown or ambiguous.

    """
    session = session_of(stored, session_id)
    check_changed(SessionDraft, session, values)
    wanted = dict(values)
    if (named := values.get("instructors")) is not None:
        wanted["instructors"] = found_instructors(cast("Named", named), session, tutorials)
    if changed := differing(wanted, session):
        sequence = cast("int", changed.get("sequence", session.sequence))
        _refuse_taken((each for each in stored.sessions if each.id != session_id), sequence)
        change = change_of(stored, sessions={session_id: changed})
        paths = {sequence: WHOLE_BODY}
        tutorials.change([without_clashes(stored, change, tutorials, override, paths)])
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
    change = change_of(stored, removed_sessions=(session_id,))
    tutorials.change([without_clashes(stored, change, tutorials, override=None)])
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


def _refuse_taken(others: Iterable[TutorialSession], sequence: int) -> None:
    for other in others:
        if other.sequence == sequence:
            message = (
                f"The session {other.id} of this event has the sequence {sequence} already. "
                "To swap days, replace the whole event."
            )
            raise Conflict(message, FieldError("sequence", message))
