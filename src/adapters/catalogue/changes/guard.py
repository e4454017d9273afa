"""Detects writes that may be missing in the change log.

Triggers can be disabled, for example by `pg_restore --disable-triggers`, and a table can be
rewritten without a write statement. Both leave traces in PostgreSQL's catalogue. While the
triggers of a table are not enabled correctly, the statistics of written rows are compared too.
"""

from dataclasses import dataclass
from importlib import import_module

from django.db import connection

from adapters.postgres.connections import availability
from adapters.postgres.connections.bounded import answered_within

TABLES = import_module("adapters.catalogue.migrations.0008_fingerprint").TABLES
TRIGGERS = ("log_insert", "log_update", "log_delete", "log_truncate", "log_row")

_GUARD = """
    WITH logged AS (
        SELECT place, to_regclass(place)::oid AS oid FROM unnest(%(tables)s::text[]) AS place
    ), guard AS (
        SELECT logged.place, coalesce(kept.fires, false) AS is_logged,
            concat_ws('.', logged.oid, class.relfilenode, kept.trace) AS trace,
            CASE WHEN NOT coalesce(kept.fires, false) THEN
                pg_stat_get_tuples_inserted(logged.oid) + pg_stat_get_tuples_updated(logged.oid)
                    + pg_stat_get_tuples_deleted(logged.oid)
            END AS written
        FROM logged LEFT JOIN pg_class AS class USING (oid)
            LEFT JOIN LATERAL (
                -- Disabling and enabling a trigger again leaves a new row, by another transaction.
                SELECT string_agg(concat_ws(' ', oid, xmin), '.' ORDER BY tgname) AS trace,
                    count(*) FILTER (WHERE tgenabled = 'A') = %(triggers)s AS fires
                FROM pg_trigger
                WHERE tgrelid = logged.oid AND tgname = ANY(%(names)s::text[])
            ) AS kept ON true
    )
    SELECT encode(sha256(convert_to(
            string_agg(concat_ws('.', trace, written), ',' ORDER BY place), 'UTF8')), 'hex'),
        coalesce(array_agg(place ORDER BY place) FILTER (WHERE NOT is_logged), '{}')
    FROM guard
"""


@dataclass(frozen=True, slots=True)
class Guard:
    """`trace` changes after a write that may not be logged.

    `unlogged` are the quoted names of the tables with triggers that do not fire.
    """

    trace: str
    unlogged: tuple[str, ...]


def read_guard() -> Guard:
    """Read the guard before the contents, so that a write in between is detected later.

    Requests wait for the thread that reads it. If its connection is lost meanwhile, they must not
    wait for as long as a statement may take.
    """
    with answered_within(availability.limits.answer), connection.cursor() as cursor:
        cursor.execute(
            _GUARD,
            {"tables": list(TABLES), "triggers": len(TRIGGERS), "names": list(TRIGGERS)},
        )
        trace, unlogged = cursor.fetchone()
        return Guard(trace[:12], tuple(unlogged))
