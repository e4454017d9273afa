"""Finds the instructors whom a client names."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from domain.errors import FieldError, Invalid
from domain.instructors.lookup import Instructors
from domain.instructors.names import InstructorName, Wanted
from domain.ports.tutorials import TutorialRepository
from domain.tutorials.sessions import SessionDraft, TutorialSession

# A session as it is to be, and the stored session that becomes it, if there is one.
type Pair = tuple[SessionDraft, TutorialSession | None]


def found_instructors(
    wanted: Sequence[Wanted], stored: TutorialSession | None, tutorials: TutorialRepository
) -> tuple[InstructorName, ...]:
    """Return the instructors whom a session names; `stored` is the session that becomes it.

    Raises:
        Invalid: with `instructors[N]` for each that is unknown or ambiguous.

    """
    return _found(wanted, stored, Instructors(tutorials.instructors))


def all_with_instructors(
    pairs: Iterable[Pair], tutorials: TutorialRepository
) -> tuple[SessionDraft, ...]:
    """Return the sessions of an event with the instructors whom they name.

    Raises:
        Invalid: with `sessions[M].instructors[N]` for each that is unknown or ambiguous.

    """
    instructors = Instructors(tutorials.instructors)
    found: list[SessionDraft] = []
    errors: list[FieldError] = []
    for number, (draft, stored) in enumerate(pairs):
        try:
            names = _found(draft.instructors or (), stored, instructors)
            found.append(replace(draft, instructors=names) if names else draft)
        except Invalid as error:
            errors += [
                FieldError(f"sessions[{number}].{each.field}", each.message)
                for each in error.errors
            ]
    if errors:
        raise Invalid(*errors)
    return tuple(found)


def _found(
    wanted: Sequence[Wanted], stored: TutorialSession | None, instructors: Instructors
) -> tuple[InstructorName, ...]:
    if not wanted:
        return ()
    return instructors.find(wanted, stored.instructors if stored is not None else ())
