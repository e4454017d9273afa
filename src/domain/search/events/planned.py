"""The form in which events are kept in memory, and its conversion to the form that is shown."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields, replace
from datetime import date, datetime
from operator import attrgetter
from typing import Any, NamedTuple, Self

from domain.plans.exporting import ExportedEvent
from domain.search.hits.products import EventHit
from domain.tutorials.availability import Places, availability_on, last_day
from domain.tutorials.events import TutorialEvent
from domain.tutorials.sessions import TutorialSession


class Cancelled(NamedTuple):
    """When, by whom and why an event was cancelled."""

    cancelled_at: datetime
    cancelled_by: str | None
    cancelled_reason: str | None


class Overridden(NamedTuple):
    """When, by whom and why clashes of an event were allowed."""

    clash_override_at: datetime
    clash_override_by: str | None
    clash_override_reason: str | None


class Planned(NamedTuple):
    """A stored event, the store product that sells it, and the locations of its sessions.

    `cancelled` is None if the event is not cancelled, and `overridden` if no clashes were allowed.
    """

    store_product_id: int
    hit: EventHit
    locations: tuple[str, ...]
    cancelled: Cancelled | None = None
    overridden: Overridden | None = None

    @classmethod
    def of(
        cls,
        store_product_id: int,
        hit: EventHit,
        cancelled: Cancelled | None = None,
        overridden: Overridden | None = None,
    ) -> Self:
        locations = dict.fromkeys(session.location for session in hit.sessions)
        return cls(store_product_id, hit, tuple(locations), cancelled, overridden)


class Sold(NamedTuple):
    """The columns of a store product that events and exports show."""

    subject_code: str
    exam_session_code: str
    product_name: str
    variation_name: str
    store_product_code: str
    variation_type: str
    variation_code: str | None


_EXPORTED = "store_product_code", "variation_type", "variation_code"
_SHOWN = tuple(name for name in Sold._fields if name not in _EXPORTED)
# The fields of an event that are those of its hit.
SHOWN_FROM_HIT = tuple(
    each.name
    for each in fields(TutorialEvent)
    if each.name not in {*_SHOWN, *Cancelled._fields, *Overridden._fields, "store_product_id"}
)
_place = attrgetter("sequence", "id")
_NOT_CANCELLED = dict.fromkeys(Cancelled._fields)
_NOT_OVERRIDDEN = dict.fromkeys(Overridden._fields)
_values = attrgetter(*SHOWN_FROM_HIT)


def shown_event(event: Planned, sold: Sold) -> TutorialEvent:
    """Return an event with the columns of its store product."""
    columns = dict(zip(SHOWN_FROM_HIT, _values(event.hit), strict=True))
    cancelled: Mapping[str, Any] = event.cancelled._asdict() if event.cancelled else _NOT_CANCELLED
    overridden: Mapping[str, Any] = (
        event.overridden._asdict() if event.overridden else _NOT_OVERRIDDEN
    )
    return TutorialEvent(
        store_product_id=event.store_product_id,
        **_texts(sold, _SHOWN),
        **cancelled,
        **overridden,
        **columns,
    )


def exported_event(event: Planned, sold: Sold) -> ExportedEvent:
    """Return an event in the form of an export."""
    return ExportedEvent(event=shown_event(event, sold), **_texts(sold, _EXPORTED))


def _texts(sold: Sold, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(sold, name) for name in names}


def sharing(event: Planned, before: Planned | None) -> Planned:
    """Return an event that uses the objects of its previous version where they are equal.

    Sessions are equal only if their time zones are, so they also show the same local times.
    """
    if before is None:
        return event
    known = {session.id: session for session in before.hit.sessions}
    sessions = tuple(
        old if (old := known.get(session.id)) is not session and old == session else session
        for session in event.hit.sessions
    )
    hit = replace(event.hit, sessions=sessions)
    return event._replace(hit=before.hit if hit == before.hit else hit)


def revised(event: Planned, changed: Collection[int], stored: Iterable[TutorialSession]) -> Planned:
    """Return an event whose sessions with the ids `changed` are replaced by those in `stored`."""
    staying = (session for session in event.hit.sessions if session.id not in changed)
    sessions = sorted((*staying, *stored), key=_place)
    hit = replace(event.hit, sessions=tuple(sessions))
    return Planned.of(event.store_product_id, hit, event.cancelled, event.overridden)


def event_on(event: Planned, day: date) -> Planned:
    """Return an event with the availability of a day; the same object if nothing differs."""
    hit = hit_on(event.hit, event.cancelled, day)
    return event if hit is event.hit else event._replace(hit=hit)


def hit_on(hit: EventHit, cancelled: Cancelled | None, day: date) -> EventHit:
    """Return a hit with the availability of a day; the same object if nothing differs."""
    availability, reason = availability_on(
        day,
        Places(hit.is_soldout, hit.is_unlimited, hit.remain_space),
        last=last_day(hit.end_date, hit.sessions),
        closes=hit.finalisation_date,
        cancelled=cancelled.cancelled_reason or "" if cancelled else None,
    )
    if (hit.availability, hit.availability_reason) == (availability, reason):
        return hit
    return replace(hit, availability=availability, availability_reason=reason)
