"""The repository of tutorial events."""

from collections.abc import Collection, Generator, Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol

from domain.clashes.overlaps import BookedSession
from domain.instructors.names import KnownInstructor, NewInstructor
from domain.plans.exporting import RevisedEvent
from domain.tutorials.changes import EventChange
from domain.tutorials.events import EventDraft, TutorialEvent


class TutorialRepository(Protocol):
    def get(self, code: str) -> TutorialEvent:
        """Return the event with this code.

        Raises:
            NotFound: if there is none.

        """
        ...

    def all_revised(self, event_ids: Sequence[int]) -> Generator[RevisedEvent]:
        """Yield those of the events that exist, in this order, each with its last change.

        All are from one snapshot, which is open until the generator ends or is closed.
        """
        ...

    def revised(self, code: str) -> RevisedEvent:
        """Return the event with this code, and its last change.

        Raises:
            NotFound: if there is none.

        """
        ...

    def booked(self, first_day: date | None, last_day: date | None) -> Sequence[BookedSession]:
        """Return the sessions that take place in a range of days (UTC), both included.

        None means no bound. Sessions of cancelled events are left out.
        """
        ...

    def booked_with(
        self, sessions: Sequence[BookedSession], *, besides: Collection[int]
    ) -> Sequence[BookedSession]:
        """Return the stored sessions that can clash with these, and perhaps others.

        Sessions of cancelled events, and of the events with the ids in `besides`, are left out. The
        result is locked until the transaction ends, and only one transaction at a time has the
        lock. Sessions to be stored are therefore compared with those of all other transactions.

        Raises:
            Busy: if the other transactions take too long.

        """
        ...

    def instructors(self) -> Sequence[KnownInstructor]:
        """Return all instructors, by id."""
        ...

    def add_instructors(self, instructors: Sequence[NewInstructor]) -> None:
        """Store new instructors, except those whose `external_id` is already stored."""
        ...

    def find(self, codes: Iterable[str]) -> Mapping[str, TutorialEvent]:
        """Return the existing events by code, and lock them until the transaction ends."""
        ...

    def codes_like(
        self, codes: Iterable[str], *, locked: bool = False
    ) -> Mapping[str, Sequence[str]]:
        """Return the stored codes with the key (`code_key`) of each code, the oldest first.

        Codes without one are left out. If it is `locked`, no other transaction gets a locked
        answer until this one ends.

        Raises:
            Busy: if it is locked, and the other transactions take too long.

        """
        ...

    def add(self, events: Sequence[tuple[EventDraft, int]]) -> None:
        """Store new events with their sessions, each for the store product with that id.

        Instructors are given as `InstructorName`, with their ids.

        Raises:
            Conflict: if an event with one of the codes exists.
            Invalid: if there is no store product, or no instructor, with one of the ids.

        """
        ...

    def change(self, changes: Iterable[EventChange]) -> None:
        """Update stored events; ids do not change. Sessions may exchange their sequences.

        Raises:
            Conflict: if a code or a sequence is already used, or other data refers to a removed
                session.
            Invalid: if there is no store product, or no instructor, with one of the ids.

        """
        ...

    def delete(self, event: TutorialEvent) -> None:
        """Delete an event and its sessions.

        Raises:
            Conflict: if data of another system refers to one of these rows.

        """
        ...
