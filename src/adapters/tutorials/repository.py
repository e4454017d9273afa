"""Events and sessions in the schema `acted`."""

from collections.abc import Collection, Generator, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import batched

from django.db import connection

from adapters.postgres.snapshot import one_snapshot
from adapters.tutorials.models import TutorialEvent, TutorialSession
from adapters.tutorials.rows.clashes import booked_with
from adapters.tutorials.rows.codes import codes_like
from adapters.tutorials.rows.instructors import add_instructors, all_instructors
from adapters.tutorials.rows.queries import booked_sessions, stored_events
from adapters.tutorials.rows.revisions import revisions_of
from adapters.tutorials.rows.writes import (
    add_events,
    add_sessions,
    apply,
    conflicts_raised,
    delete_instructors,
    lock_products,
    refuse_referred,
)
from domain.clashes.overlaps import BookedSession
from domain.clocks import midnight
from domain.errors import NotFound
from domain.instructors.names import KnownInstructor, NewInstructor
from domain.plans.exporting import RevisedEvent
from domain.tutorials.changes import EventChange
from domain.tutorials.events import EventDraft
from domain.tutorials.events import TutorialEvent as Event

# The number of events of a file that are in memory at a time.
BATCH_SIZE = 500
# In the order of ids, so that two concurrent imports wait instead of deadlocking.
LOCKED = "SELECT id FROM acted.tutorial_events WHERE code = ANY(%s) ORDER BY id FOR UPDATE"


class DjangoTutorials:
    """`TutorialRepository` on PostgreSQL."""

    def get(self, code: str) -> Event:
        with one_snapshot():
            for event in stored_events([code], "code"):
                return event
        raise _missing(code)

    def all_revised(self, event_ids: Sequence[int]) -> Generator[RevisedEvent]:
        with one_snapshot():
            for ids in batched(event_ids, BATCH_SIZE, strict=False):
                events = {event.id: event for event in stored_events(ids)}
                revisions = revisions_of(ids)
                for id_ in (id_ for id_ in ids if id_ in events):
                    yield RevisedEvent(events[id_], revisions[id_])

    def revised(self, code: str) -> RevisedEvent:
        with one_snapshot():
            for event in stored_events([code], "code"):
                return RevisedEvent(event, revisions_of([event.id])[event.id])
        raise _missing(code)

    def booked(self, first_day: date | None, last_day: date | None) -> list[BookedSession]:
        planned = TutorialSession.objects.filter(tutorial_event__cancelled_at__isnull=True)
        sessions = planned.order_by("start_date", "id")
        if first_day is not None:
            sessions = sessions.filter(end_date__gt=midnight(first_day))
        if last_day is not None:
            sessions = sessions.filter(start_date__lt=midnight(last_day + timedelta(days=1)))
        with one_snapshot():
            return list(booked_sessions(sessions))

    def booked_with(
        self, sessions: Sequence[BookedSession], *, besides: Collection[int]
    ) -> list[BookedSession]:
        return booked_with(sessions, besides=besides)

    def instructors(self) -> Sequence[KnownInstructor]:
        return all_instructors()

    def add_instructors(self, instructors: Sequence[NewInstructor]) -> None:
        add_instructors(instructors)

    def find(self, codes: Iterable[str]) -> Mapping[str, Event]:
        return {event.code: event for event in stored_events(_locked(codes))}

    def codes_like(
        self, codes: Iterable[str], *, locked: bool = False
    ) -> Mapping[str, Sequence[str]]:
        return codes_like(codes, locked=locked)

    def add(self, events: Sequence[tuple[EventDraft, int]]) -> None:
        with conflicts_raised([event.code for event, _ in events]):
            lock_products({store_product_id for _, store_product_id in events})
            ids = add_events(events)
            add_sessions(
                [
                    (event_id, session)
                    for event_id, (event, _) in zip(ids, events, strict=True)
                    for session in event.sessions
                ]
            )

    def change(self, changes: Iterable[EventChange]) -> None:
        planned = list(changes)
        codes = [str(change.values.get("code", change.code)) for change in planned]
        with conflicts_raised(codes):
            for change in planned:
                apply(change)

    def delete(self, event: Event) -> None:
        sessions = [session.id for session in event.sessions]
        refuse_referred(f"The event {event.code!r}", events=[event.id], sessions=sessions)
        with conflicts_raised([event.code]):
            delete_instructors(sessions)
            TutorialSession.objects.filter(tutorial_event_id=event.id).delete()
            TutorialEvent.objects.filter(id=event.id).delete()


def _locked(codes: Iterable[str]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(LOCKED, [list(codes)])
        return [id_ for (id_,) in cursor.fetchall()]


def _missing(code: str) -> NotFound:
    return NotFound(f"There is no tutorial event with the code {code!r}.")
