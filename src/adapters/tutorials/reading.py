"""Rows of events and sessions → what the domain reads, in a constant number of statements."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db.models import F, QuerySet

from adapters.tutorials.models import TutorialEvent, TutorialSession
from domain.clocks import local_time
from domain.tutorials import StoredEvent, StoredSession

SESSION_FIELDS = tuple(StoredSession.__dataclass_fields__)
EVENT_FIELDS = (
    *("id", "code", "venue", "is_soldout", "remain_space"),
    *("finalisation_date", "start_date", "end_date"),
)
_PRODUCT = "exam_session_subject_product_variation"
_PAIR = f"{_PRODUCT}__product_product_variation"
_SITTING = f"{_PRODUCT}__exam_session_subject"


def event_rows(events: QuerySet[TutorialEvent], **columns: F) -> list[dict[str, Any]]:
    """Return the events' columns by name, and others found by path; by start date, then code."""
    columns["store_product_id"] = F(f"{_PRODUCT}_id")
    rows = events.annotate(**columns).order_by("start_date", "code")
    return list(rows.values(*EVENT_FIELDS, *columns))


def sessions_by_event(
    sessions: QuerySet[TutorialSession],
) -> Mapping[int, tuple[StoredSession, ...]]:
    """Return the sessions by the id of their event, ascending by sequence."""
    found: defaultdict[int, list[StoredSession]] = defaultdict(list)
    rows = sessions.order_by("tutorial_event_id", "sequence", "id")
    for row in rows.values("tutorial_event_id", *SESSION_FIELDS):
        event_id = row.pop("tutorial_event_id")
        for moment in ("start_date", "end_date"):
            row[moment] = local_time(row[moment], row["time_zone"])
        found[event_id].append(StoredSession(**row))
    return {event_id: tuple(sessions) for event_id, sessions in found.items()}


def stored_events(events: QuerySet[TutorialEvent]) -> list[StoredEvent]:
    """Return the events with what is sold for them and their sessions: two statements."""
    rows = event_rows(
        events,
        subject_code=F(f"{_SITTING}__subject__code"),
        exam_session_code=F(f"{_SITTING}__exam_session__session_code"),
        product_name=F(f"{_PAIR}__product__fullname"),
        variation_name=F(f"{_PAIR}__product_variation__name"),
    )
    sessions = sessions_by_event(
        TutorialSession.objects.filter(tutorial_event_id__in=[row["id"] for row in rows])
    )
    return [StoredEvent(**row, sessions=sessions.get(row["id"], ())) for row in rows]
