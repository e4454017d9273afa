"""Finds the instructors whom a client names."""

from collections.abc import Iterable
from dataclasses import replace

from domain.errors import FieldError, Invalid
from domain.instructors.lookup import Instructors
from domain.ports.tutorials import TutorialRepository
from domain.tutorials.sessions import SessionDraft, TutorialSession

# A session as it is to be, and the stored session that becomes it, if there is one.
type Pair = tuple[SessionDraft, TutorialSession | None]


def with_instructors(pair: Pair, tutorials: TutorialRepository) -> SessionDraft:
    """Return a session with the instructors whom it names.

    Raises:
        Invalid: with `instructors[N]` for each that is unknown or ambiguous.

    """
    return _found(pair, Instructors(tutorials.instructors))


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
    for number, pair in enumerate(pairs):
        try:
            found.append(_found(pair, instructors))
        except Invalid as error:
            errors += [
                FieldError(f"sessions[{number}].{each.field}", each.message)
                for each in error.errors
            ]
    if errors:
        raise Invalid(*errors)
    return tuple(found)


def _found(pair: Pair, instructors: Instructors) -> SessionDraft:
    draft, stored = pair
    if not draft.instructors:
        return draft
    held = stored.instructors if stored is not None else ()
    return replace(draft, instructors=instructors.find(draft.instructors, held))
