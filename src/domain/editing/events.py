"""The use cases that create and replace an event."""

from collections.abc import Callable
from dataclasses import replace

from domain.editing.changes import EventEdit, changed_event
from domain.editing.instructors import all_with_instructors
from domain.errors import NotFound
from domain.ports.tutorials import TutorialRepository
from domain.tutorials.events import TutorialEvent

type Check = Callable[[TutorialEvent], None]


def create_event(edit: EventEdit, tutorials: TutorialRepository) -> TutorialEvent:
    """Store a new event.

    Raises:
        Conflict: when there is an event of this code.
        Invalid: when there is no such store product, or an instructor is unknown or ambiguous.

    """
    pairs = [(session, None) for session in edit.event.sessions]
    event = replace(edit.event, sessions=all_with_instructors(pairs, tutorials))
    tutorials.add([(event, edit.store_product_id)])
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
        Invalid: when an id is not one of a session of the event, or an instructor is unknown or
            ambiguous.

    """
    change = changed_event(stored, edit, tutorials)
    if not change.is_empty:
        tutorials.change([change])
    return tutorials.get(str(change.values.get("code", stored.code)))
