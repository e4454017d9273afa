"""Finds the stored sessions that can clash with others, one transaction at a time."""

import re
from collections.abc import Collection, Iterable, Sequence

from django.db import connection

from adapters.tutorials.models import TutorialSession
from adapters.tutorials.rows.locks import PLANNING, lock_writers
from adapters.tutorials.rows.queries import booked_sessions
from domain.clashes.overlaps import BookedSession
from domain.instructors.names import ids_of
from domain.text import spelling_key

BUSY = "Other changes of sessions are being stored, and that takes long. Try again in a moment."
# Longer sessions have a separate index. All others are found by their start.
LONG = "interval '24 hours'"
# The key of all venues with non-ASCII characters; these are compared one by one.
ANY_PLACE = "~"
# The key of a venue, equal for all its spellings, as in the index of migration 0007.
PLACE = """
    CASE WHEN s.venue ~ '^[ -~]*$' COLLATE "C" THEN
        regexp_replace(replace(lower(s.venue COLLATE "C"), '&', 'and'), '[^a-z0-9+#]', '', 'g')
    ELSE '~' END
"""
OVERLAPS = "s.start_date < w.end_date AND s.end_date > w.start_date"
AT_THE_PLACE = f"{PLACE} = ANY (ARRAY[w.key, '{ANY_PLACE}'])"
# The sessions of the instructors are read once, and not for each time: the planner cannot estimate
# how many sessions overlap with one.
RIVALS = f"""
    WITH place AS (
        SELECT * FROM unnest(%s::text[], %s::timestamptz[], %s::timestamptz[])
            AS w (key, start_date, end_date)
    ), person AS (
        SELECT * FROM unnest(%s::bigint[], %s::timestamptz[], %s::timestamptz[])
            AS w (id, start_date, end_date)
    ), taught AS MATERIALIZED (
        SELECT s.id, s.tutorial_event_id, s.start_date, s.end_date, i.instructor_id
        FROM acted.tutorial_session_instructors i
        JOIN acted.tutorial_sessions s ON s.id = i.tutorial_session_id
        WHERE i.instructor_id = ANY (%s::bigint[])
    ), rivals AS (
        SELECT s.id, s.tutorial_event_id FROM place w JOIN acted.tutorial_sessions s
            ON {AT_THE_PLACE} AND {OVERLAPS} AND s.start_date > w.start_date - {LONG}
        UNION ALL
        SELECT s.id, s.tutorial_event_id FROM place w JOIN acted.tutorial_sessions s
            ON s.end_date - s.start_date > {LONG} AND {OVERLAPS} AND {AT_THE_PLACE}
        UNION ALL
        SELECT s.id, s.tutorial_event_id FROM person w JOIN taught s
            ON s.instructor_id = w.id AND {OVERLAPS}
    )
    SELECT DISTINCT id FROM rivals WHERE tutorial_event_id <> ALL (%s::bigint[])
"""  # noqa: S608 (constants)


def booked_with(
    sessions: Sequence[BookedSession], *, besides: Collection[int]
) -> list[BookedSession]:
    """Return the stored sessions that can clash with these; see `TutorialRepository`."""
    # Sets, because many sessions of a plan can have the same time and place.
    places = {
        (_key(each.venue), each.start_date, each.end_date)
        for each in sessions
        if any(kind == "venue" for kind, _ in each.needs())
    }
    people = {
        (id_, each.start_date, each.end_date)
        for each in sessions
        if each.needs()
        for id_ in ids_of(each.instructors)
    }
    ids = sorted({id_ for id_, _, _ in people})
    lock_writers(PLANNING, BUSY)
    with connection.cursor() as cursor:
        cursor.execute(RIVALS, [*_columns(places), *_columns(people), ids, sorted(besides)])
        found = [id_ for (id_,) in cursor.fetchall()]
    if not found:
        return []
    planned = TutorialSession.objects.filter(tutorial_event__cancelled_at__isnull=True)
    return list(booked_sessions(planned.filter(id__in=found)))


def _columns(rows: Iterable[tuple[object, ...]]) -> list[list[object]]:
    return [list(column) for column in zip(*rows, strict=True)] or [[], [], []]


def _key(venue: str) -> str:
    """Return the key of a venue in the index; all its ASCII spellings have the same key."""
    return re.sub("[^a-z0-9+#]", "", spelling_key(venue))
