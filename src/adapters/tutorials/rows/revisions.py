"""Reads when events were last changed."""

from collections.abc import Collection

from django.db import connection

from domain.plans.exporting import Revision

# Not every other system sets `updated_at`, but each change leaves an entry in the history. The
# number of the last entry is 0 if the transaction that created the event wrote it.
REVISIONS = """
SELECT event.id,
    CASE
        WHEN newest.id IS NULL
            OR oldest."table" = 'tutorial_events' AND oldest.change = 'insert'
            AND oldest.transaction = newest.transaction
        THEN 0
        ELSE newest.id
    END,
    event.created_at,
    greatest(event.updated_at, newest.at, (
        SELECT max(updated_at) FROM acted.tutorial_sessions WHERE tutorial_event_id = event.id
    ))
FROM acted.tutorial_events AS event
LEFT JOIN LATERAL (
    SELECT id, at, transaction FROM acted.history
    WHERE event_id = event.id ORDER BY id DESC LIMIT 1
) AS newest ON true
LEFT JOIN LATERAL (
    SELECT "table", change, transaction FROM acted.history
    WHERE event_id = event.id ORDER BY id LIMIT 1
) AS oldest ON true
WHERE event.id = ANY(%s)
"""


def revisions_of(event_ids: Collection[int]) -> dict[int, Revision]:
    """Return the last change of the events that exist, by id: one statement."""
    with connection.cursor() as cursor:
        cursor.execute(REVISIONS, [list(event_ids)])
        return {
            id_: Revision(number=number, created_at=created_at, updated_at=updated_at)
            for id_, number, created_at, updated_at in cursor.fetchall()
        }
