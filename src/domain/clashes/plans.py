"""The sessions that an event will have after a write, to be checked for clashes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from domain.clashes.overlaps import BookedSession, Need
from domain.tutorials.changes import EventChange
from domain.tutorials.events import EventDraft, TutorialEvent
from domain.tutorials.sessions import SessionDraft, TutorialSession

# The path of each session in the request, by its sequence.
type Paths = Mapping[int, str]
COPIED = ("sequence", "title", "location", "venue", "start_date", "end_date")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedSession:
    """A session after a write; `before` is the stored session, if it can clash."""

    session: BookedSession
    before: BookedSession | None = None

    def new_needs(self) -> frozenset[Need]:
        """Return the venue and the instructors that are new for the session, or at a new time."""
        before, after = self.before, self.session
        if before is None or _times(before) != _times(after):
            return after.needs()
        return after.needs() - before.needs()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPlan:
    """All sessions of an event after a write; `id` is None for a new event.

    A cancelled event has none. `is_changed` says whether sessions are added, changed or removed,
    and `is_overridden` whether clashes of the event were overridden before.
    """

    id: int | None
    code: str
    sessions: Sequence[PlannedSession]
    is_changed: bool = True
    is_overridden: bool = False

    @property
    def may_end_override(self) -> bool:
        """Whether the write may have removed the last clash of an event with an override."""
        return self.is_changed and self.is_overridden

    def to_compare(self) -> list[BookedSession]:
        """Return the sessions whose clashes are needed."""
        return [
            each.session
            for each in self.sessions
            if each.new_needs() or (self.may_end_override and each.session.needs())
        ]


def new_plan(event: EventDraft, paths: Paths | None = None) -> EventPlan:
    """Return the plan of a new event."""
    return new_plan_of(event.code, event.sessions, paths)


def new_plan_of(
    code: str, sessions: Iterable[SessionDraft], paths: Paths | None = None
) -> EventPlan:
    """Return the plan of a new event with this code and these sessions."""
    planned = [PlannedSession(session=_booked(code, None, draft, paths)) for draft in sessions]
    return EventPlan(id=None, code=code, sessions=planned)


def plan_after(stored: TutorialEvent, change: EventChange, paths: Paths | None = None) -> EventPlan:
    """Return the plan of a stored event after a change."""
    code = str(change.values.get("code", stored.code))
    kept: list[PlannedSession] = []
    for session in stored.sessions:
        if session.id not in change.removed_sessions:
            changed = replace(session, **change.sessions.get(session.id, {}))  # type: ignore[arg-type]  # names are the fields
            before = _booked(code, session.id, session)
            after = _booked(code, session.id, changed, paths)
            kept.append(PlannedSession(session=after, before=before))
    added = [
        PlannedSession(session=_booked(code, None, draft, paths)) for draft in change.new_sessions
    ]
    return _stored_plan(
        stored,
        code,
        () if stored.cancelled_at else [*kept, *added],
        is_changed=bool(change.sessions or change.new_sessions or change.removed_sessions),
    )


def reinstated_plan(stored: TutorialEvent) -> EventPlan:
    """Return the plan of a cancelled event that is reinstated: all of its sessions count again."""
    sessions = [
        PlannedSession(session=_booked(stored.code, session.id, session))
        for session in stored.sessions
    ]
    return _stored_plan(stored, stored.code, sessions, is_changed=True)


def _stored_plan(
    stored: TutorialEvent, code: str, sessions: Sequence[PlannedSession], *, is_changed: bool
) -> EventPlan:
    return EventPlan(
        id=stored.id,
        code=code,
        sessions=sessions,
        is_changed=is_changed,
        is_overridden=stored.clash_override_at is not None,
    )


def _booked(
    code: str, id_: int | None, session: SessionDraft | TutorialSession, paths: Paths | None = None
) -> BookedSession:
    return BookedSession(
        id=id_,
        event_code=code,
        instructors=tuple(map(_name, session.instructors or ())),
        field=(paths or {}).get(session.sequence),
        **{name: getattr(session, name) for name in COPIED},
    )


def _name(instructor: str | int) -> str:
    # An instructor that has not been looked up yet can be an id.
    return instructor if isinstance(instructor, str) else str(instructor)


def _times(session: BookedSession) -> tuple[object, object]:
    return session.start_date, session.end_date
