"""The import of planned tutorials: what is new is added, what differs is changed in place.

Bookings own the places left and the sold-out mark of an event from its first day in the store,
so an import never changes them. A stored session that the plan no longer has is left, and named.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from domain.planning import PlannedEvent
from domain.ports import StoreRepository, TutorialRepository
from domain.tutorials import EventChange, EventDraft, SessionDraft, TutorialEvent, TutorialSession

BOOKING_FIELDS = ("is_soldout", "remain_space")
# What an import brings in line. An event is found by its code, a session by its sequence.
PLANNED_FIELDS = tuple(
    field.name
    for field in fields(EventDraft)
    if field.name not in {"code", "sessions", *BOOKING_FIELDS}
)
PLANNED_SESSION_FIELDS = tuple(
    field.name for field in fields(SessionDraft) if field.name != "sequence"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did, or would do.

    `created` counts, by its plural name, every kind of row that was added. `changed` are the
    events that were brought in line; `unplanned` names stored sessions that the plan has not.
    """

    created: Mapping[str, int]
    changed: tuple[EventChange, ...]
    unchanged: int
    unplanned: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not self.changed and not any(self.created.values())


def import_tutorials(
    planned: Sequence[PlannedEvent], *, store: StoreRepository, tutorials: TutorialRepository
) -> ImportReport:
    """Store what is planned; call it inside a transaction to keep all of it or nothing.

    Raises:
        Conflict: when another writer stored one of the events in the meantime.

    """
    sold = store.ensure([plan.store_product for plan in planned])
    stored = tutorials.find([plan.event.code for plan in planned])
    new = [
        (plan.event, sold.ids[plan.store_product.code])
        for plan in planned
        if plan.event.code not in stored
    ]
    known = [
        (plan.event, stored[plan.event.code], sold.ids[plan.store_product.code])
        for plan in planned
        if plan.event.code in stored
    ]
    changes = [difference(event, there, product_id) for event, there, product_id in known]
    changed = tuple(change for change in changes if not change.is_empty)
    tutorials.add(new)
    tutorials.change(changed)
    added_sessions = sum(len(event.sessions) for event, _ in new)
    added_sessions += sum(len(change.new_sessions) for change in changed)
    return ImportReport(
        created={**sold.created, "events": len(new), "sessions": added_sessions},
        changed=changed,
        unchanged=len(known) - len(changed),
        unplanned=tuple(name for event, there, _ in known for name in _unplanned(event, there)),
    )


def difference(event: EventDraft, stored: TutorialEvent, store_product_id: int) -> EventChange:
    """Return what must change of a stored event to agree with what is planned."""
    by_sequence = {session.sequence: session for session in stored.sessions}
    values = _differing(event, stored, PLANNED_FIELDS)
    if stored.store_product_id != store_product_id:
        values["store_product_id"] = store_product_id
    sessions = {
        by_sequence[session.sequence].id: changed
        for session in event.sessions
        if session.sequence in by_sequence
        and (changed := _differing(session, by_sequence[session.sequence], PLANNED_SESSION_FIELDS))
    }
    return EventChange(
        id=stored.id,
        code=stored.code,
        values=values,
        sessions=sessions,
        new_sessions=tuple(s for s in event.sessions if s.sequence not in by_sequence),
    )


def _differing(
    planned: EventDraft | SessionDraft,
    stored: TutorialEvent | TutorialSession,
    fields: Sequence[str],
) -> dict[str, object]:
    # Moments are compared as moments: the same one in two zones is no change.
    return {
        name: getattr(planned, name)
        for name in fields
        if getattr(planned, name) != getattr(stored, name)
    }


def _unplanned(event: EventDraft, stored: TutorialEvent) -> list[str]:
    planned = {session.sequence for session in event.sessions}
    return [
        f"{event.code}, day {session.sequence}: {session.title}"
        for session in stored.sessions
        if session.sequence not in planned
    ]
