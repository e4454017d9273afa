"""Finds the instructors that a plan names in free text, and creates those that are missing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from domain.errors import Conflict, Invalid
from domain.instructors.lookup import Instructors
from domain.instructors.names import NewInstructor, Wanted
from domain.plans.instructor_names import names_in
from domain.ports.tutorials import TutorialRepository
from domain.text import spelling_key
from domain.tutorials.events import EventDraft, TutorialEvent
from domain.tutorials.rules import LONGEST_TEXT
from domain.tutorials.sessions import SessionDraft

# The prefix of the keys of instructors that an import creates.
KEY = "plan:"


class PlannedInstructors:
    """The instructors of the sessions of a plan; `created` is the number of new ones.

    Raises:
        Conflict: when a name is too long to be stored.

    """

    def __init__(self, drafts: Iterable[EventDraft], tutorials: TutorialRepository) -> None:
        self._instructors = Instructors(tutorials.instructors)
        new = {each.external_id: each for each in self._missing(drafts)}
        self.created = len(new)
        if new:
            tutorials.add_instructors(list(new.values()))
            self._instructors = Instructors(tutorials.instructors)

    def found_in(self, event: EventDraft, stored: TutorialEvent | None) -> EventDraft:
        """Return an event with the instructors that its sessions name.

        Raises:
            Conflict: when several instructors have a name.

        """
        if not any(session.instructors for session in event.sessions):
            return event
        held = {each.sequence: each.instructors for each in stored.sessions} if stored else {}
        try:
            sessions = tuple(
                self._found(session, held.get(session.sequence, ())) for session in event.sessions
            )
        except Invalid as error:
            raise Conflict(f"The event {event.code}: {error.errors[0].message}.") from error
        return replace(event, sessions=sessions)

    def _found(self, session: SessionDraft, held: Sequence[str]) -> SessionDraft:
        if not session.instructors:
            return session
        wanted = tuple(each for one in session.instructors for each in self._wanted(one))
        return replace(session, instructors=self._instructors.find(wanted, held))

    def _wanted(self, named: Wanted) -> Iterator[Wanted]:
        if isinstance(named, int):
            yield named
            return
        for name in names_in(named, self._is_known):
            # An instructor that an earlier plan created may have been renamed since.
            yield name if self._is_known(name) else self._by_key()[_key(name)]

    def _missing(self, drafts: Iterable[EventDraft]) -> Iterator[NewInstructor]:
        sessions = (session for event in drafts for session in event.sessions)
        texts = dict.fromkeys(text for each in sessions for text in each.instructors or ())
        for text in texts:
            if isinstance(text, str):
                for name in names_in(text, self._is_known):
                    if not self._is_known(name) and _key(name) not in self._by_key():
                        yield _new(name)

    def _is_known(self, name: str) -> bool:
        return bool(self._instructors.called(name))

    def _by_key(self) -> Mapping[str, int]:
        return {each.external_id: each.id for each in self._instructors.all}


def _key(name: str) -> str:
    return f"{KEY}{spelling_key(name)}"


def _new(name: str) -> NewInstructor:
    first, _, last = name.rpartition(" ")
    if len(_key(name)) > LONGEST_TEXT:
        raise Conflict(f"{name[:50]!r}… is too long for the name of an instructor.")
    return NewInstructor(external_id=_key(name), first_name=first, last_name=last)
