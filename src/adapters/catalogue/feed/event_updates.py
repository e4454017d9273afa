"""Reads events for the directory of the catalogue: all, or those that changed."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from adapters.catalogue.changes.change_log import Changed
from adapters.catalogue.models import StoreProduct
from adapters.postgres.statements import Only, fetch, grouped, named, within
from adapters.tutorials.models import SessionInstructor, TutorialEvent, TutorialSession
from adapters.tutorials.rows.instructors import instructor_rows, instructors_by_session
from adapters.tutorials.rows.queries import (
    STORE_PRODUCT_ID,
    STORED_FIELDS,
    ordered_events,
    ordered_sessions,
    sessions_by_event,
)
from domain.search.events.directory import EventDirectory, EventUpdates
from domain.search.events.planned import Cancelled, Overridden, Planned, Sold
from domain.search.hits.products import EventHit
from domain.tutorials.sessions import TutorialSession as Session

_FIELDS = tuple(
    name
    for name in STORED_FIELDS
    if name in EventHit.__dataclass_fields__ or name in {*Cancelled._fields, *Overridden._fields}
)
_SOLD = {
    "subject_code": "exam_session_subject__subject__code",
    "exam_session_code": "exam_session_subject__exam_session__session_code",
    "product_name": "product_product_variation__product__fullname",
    "variation_name": "product_product_variation__product_variation__name",
    "store_product_code": "product_code",
    "variation_type": "product_product_variation__product_variation__variation_type",
    "variation_code": "product_product_variation__product_variation__code",
}
# The collation of the column decides: the text form of a code is not enough to compare it.
_ORDER = """
    SELECT start_date, id FROM acted.tutorial_events WHERE start_date = ANY(%s)
    ORDER BY start_date, code
"""


def read_directory() -> EventDirectory:
    """Read all events, also those of store products that are not active."""
    return EventDirectory(_events(None), _sold(None))


def read_updates(
    held: EventDirectory, changed: Changed, store_product_ids: Iterable[int]
) -> EventUpdates:
    """Read the events and sessions that changed, and the events of some store products."""
    whole = _changed_events(changed, held)
    sessions = _changed_sessions(changed)
    read = _by_event(sessions)
    parts = (changed.with_sessions | read.keys()) - whole
    # Events that are not in the directory are read completely.
    whole |= {id_ for id_ in parts if held.planned(id_) is None}
    events = tuple(_events(whole))
    revised = held.with_sessions(sessions, {id_: read.get(id_, ()) for id_ in parts - whole})
    return _updates(held, whole | parts, (*events, *revised), store_product_ids)


def _updates(
    held: EventDirectory,
    ids: Collection[int],
    events: tuple[Planned, ...],
    store_product_ids: Iterable[int],
) -> EventUpdates:
    return EventUpdates(
        ids=frozenset(ids),
        events=events,
        orders=_orders(held.days_to_order(ids, events)),
        sold=_sold({*store_product_ids, *held.missing_products(events)}),
    )


def _changed_events(found: Changed, held: EventDirectory) -> set[int]:
    """Return the ids of the events that may have changed in any part."""
    stored = fetch(_ids_of_products, found.with_events)
    before = (hit.id for number in found.with_events for hit in held.of_product(number))
    return {*found.events, *before, *(event_id for (event_id,) in stored)}


def _changed_sessions(found: Changed) -> set[int]:
    """Return the ids of the sessions that changed, or whose instructors changed."""
    taught = fetch(_ids_of_instructors, found.instructors)
    return {*found.sessions, *(session_id for (session_id,) in taught)}


def _by_event(session_ids: Collection[int]) -> Mapping[int, tuple[Session, ...]]:
    """Return those of the sessions that exist, by their events."""
    instructors = instructors_by_session(fetch(_instructors_of_sessions, session_ids))
    return sessions_by_event(fetch(_some_sessions, session_ids), instructors)


def _ids_of_instructors(only: Only) -> QuerySet[SessionInstructor, Any]:
    found = within(SessionInstructor.objects.order_by(), "instructor__id", only)
    return found.values_list("tutorial_session_id")


def _some_sessions(only: Only) -> QuerySet[TutorialSession, Any]:
    return ordered_sessions(within(TutorialSession.objects.all(), "id", only))


def _instructors_of_sessions(only: Only) -> QuerySet[SessionInstructor, Any]:
    path = "tutorial_session__id"
    return instructor_rows(within(SessionInstructor.objects.all(), path, only))


def _ids_of_products(only: Only) -> QuerySet[TutorialEvent, Any]:
    path = "exam_session_subject_product_variation__id"
    return within(TutorialEvent.objects.order_by(), path, only).values_list("id")


def _events(only: Only) -> Iterator[Planned]:
    instructors = instructors_by_session(fetch(_instructors, only))
    sessions = sessions_by_event(fetch(_sessions, only), instructors)
    for row in named((*_FIELDS, "store_product_id"), fetch(_rows, only)):
        store_product_id = row.pop("store_product_id")
        row_is_cancelled = row["cancelled_at"] is not None
        cancelled = Cancelled(*(row.pop(name) for name in Cancelled._fields))
        row_is_overridden = row["clash_override_at"] is not None
        overridden = Overridden(*(row.pop(name) for name in Overridden._fields))
        row["is_unlimited"] = bool(row["is_unlimited"])
        of_event = sessions.get(row["id"], ())
        hit = EventHit(**row, title=row["code"], price=None, sessions=of_event)
        yield Planned.of(
            store_product_id,
            hit,
            cancelled if row_is_cancelled else None,
            overridden if row_is_overridden else None,
        )


def _rows(only: Only) -> QuerySet[TutorialEvent, Any]:
    found = within(TutorialEvent.objects.all(), "id", only)
    return ordered_events(found, _FIELDS, store_product_id=STORE_PRODUCT_ID)


def _sessions(only: Only) -> QuerySet[TutorialSession, Any]:
    return ordered_sessions(within(TutorialSession.objects.all(), "tutorial_event__id", only))


def _instructors(only: Only) -> QuerySet[SessionInstructor, Any]:
    path = "tutorial_session__tutorial_event__id"
    return instructor_rows(within(SessionInstructor.objects.all(), path, only))


def _orders(days: Collection[date]) -> dict[date, Sequence[int]]:
    if not days:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_ORDER, [list(days)])
        return {**dict.fromkeys(days, ()), **grouped(cursor.fetchall())}


def _sold(only: Only) -> dict[int, Sold]:
    texts: dict[str, str] = {}
    return {
        store_product_id: Sold(*(texts.setdefault(value, value) for value in values))
        for store_product_id, *values in fetch(_store_products, only)
    }


def _store_products(only: Only) -> QuerySet[StoreProduct, Any]:
    found = within(StoreProduct.objects.order_by(), "id", only)
    return found.values_list("id", *_SOLD.values())
