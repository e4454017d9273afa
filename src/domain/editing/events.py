"""The use cases that create and change an event."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from domain.clashes.check import check_clashes
from domain.clashes.plans import Paths, new_plan, plan_after
from domain.code_check import check_code
from domain.editing.changes import EventEdit, EventPatch, change_of, changed_event
from domain.editing.instructors import all_with_instructors
from domain.errors import NotFound
from domain.ports.tutorials import TutorialRepository
from domain.tutorials.changes import ClashOverride, EventChange
from domain.tutorials.events import TutorialEvent
from domain.tutorials.sessions import SessionDraft

type Check = Callable[[TutorialEvent], None]


def create_event(
    edit: EventEdit,
    tutorials: TutorialRepository,
    override: ClashOverride | None = None,
    paths: Paths | None = None,
) -> TutorialEvent:
    """Store a new event.

    `paths` are those of its sessions in the request, if they are not `sessions[N]`.

    Raises:
        Clashing: when a session clashes with another one, and there is no override.
        Conflict: when there is an event of this code, or of a code that looks the same.
        Invalid: when there is no such store product, or an instructor is unknown or ambiguous.

    """
    pairs = [(session, None) for session in edit.event.sessions]
    event = replace(edit.event, sessions=all_with_instructors(pairs, tutorials))
    check_code(event.code, tutorials)
    plan = new_plan(event, _paths(event.sessions) if paths is None else paths)
    checked = check_clashes([plan], tutorials, override)
    tutorials.add([(event, edit.store_product_id)])
    stored = tutorials.get(event.code)
    if values := checked.values_of(event.code):
        tutorials.change([change_of(stored, values=values)])
        return tutorials.get(event.code)
    return stored


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


def change_event(
    stored: TutorialEvent,
    patch: EventPatch,
    tutorials: TutorialRepository,
    override: ClashOverride | None = None,
) -> TutorialEvent:
    """Change fields of a locked event; the ids of the event and of its sessions stay.

    Raises:
        Clashing: when a session that is new or moved clashes with another one, and there is no
            override.
        Conflict: when another event has the code, or one that looks the same, or when other data
            refers to a session that goes.
        Invalid: when a changed field breaks a rule, when an id is not one of a session of the
            event, or when an instructor is unknown or ambiguous.

    """
    change = changed_event(stored, patch, tutorials)
    if not change.is_empty:
        if "code" in change.values:
            check_code(str(change.values["code"]), tutorials, besides=stored.code)
        paths = _paths(patch.sessions or ())
        tutorials.change([without_clashes(stored, change, tutorials, override, paths)])
    return tutorials.get(str(change.values.get("code", stored.code)))


def without_clashes(
    stored: TutorialEvent,
    change: EventChange,
    tutorials: TutorialRepository,
    override: ClashOverride | None,
    paths: Paths | None = None,
) -> EventChange:
    """Check a change of a locked event for clashes; return it with the override, if one is needed.

    Raises:
        Clashing: when a session that is new or moved clashes with another one, and there is no
            override.

    """
    if not (change.sessions or change.new_sessions or change.removed_sessions):
        return change
    plan = plan_after(stored, change, paths)
    checked = check_clashes([plan], tutorials, override)
    return replace(change, values={**change.values, **checked.values_of(plan.code)})


def _paths(sessions: Iterable[SessionDraft]) -> Paths:
    return {session.sequence: f"sessions[{number}]" for number, session in enumerate(sessions)}
