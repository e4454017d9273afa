"""The use cases that cancel an event and undo it."""

from dataclasses import asdict, fields

from domain.clashes.check import check_clashes
from domain.clashes.plans import reinstated_plan
from domain.editing.changes import change_of
from domain.errors import Conflict
from domain.ports.tutorials import TutorialRepository
from domain.tutorials.changes import Cancellation, ClashOverride
from domain.tutorials.events import TutorialEvent


def cancel_event(
    stored: TutorialEvent, cancellation: Cancellation, tutorials: TutorialRepository
) -> TutorialEvent:
    """Cancel a locked event, and return it. A cancelled event can still be read by its code.

    Raises:
        Conflict: when it is cancelled already.

    """
    if stored.cancelled_at is not None:
        raise Conflict(f"The event {stored.code!r} is cancelled already.")
    values = {f"cancelled_{name}": value for name, value in asdict(cancellation).items()}
    tutorials.change([change_of(stored, values=values)])
    return tutorials.get(stored.code)


def reinstate_event(
    stored: TutorialEvent, tutorials: TutorialRepository, override: ClashOverride | None = None
) -> TutorialEvent:
    """Undo the cancellation of a locked event, and return it.

    Raises:
        Clashing: when a session clashes with another one by now, and there is no override.
        Conflict: when it is not cancelled.

    """
    if stored.cancelled_at is None:
        raise Conflict(f"The event {stored.code!r} is not cancelled.")
    checked = check_clashes([reinstated_plan(stored)], tutorials, override)
    values: dict[str, object] = {f"cancelled_{field.name}": None for field in fields(Cancellation)}
    values |= checked.values_of(stored.code)
    tutorials.change([change_of(stored, values=values)])
    return tutorials.get(stored.code)
