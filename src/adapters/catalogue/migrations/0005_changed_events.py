"""Logs which events a statement changed, beside the store products that sell them.

A reader then reads these events again, and not all events of their store products. The columns
`kind` and `ids` stay as they are, for processes of the release before.
"""

import re
from importlib import import_module

from django.db import migrations

from adapters.postgres.adoption import EnsureSQL

CHANGES = import_module("adapters.catalogue.migrations.0003_changes")
SNAPSHOTS = import_module("adapters.catalogue.migrations.0004_snapshots")

# For a statement that changed more rows, no ids are logged.
MOST_IDS = 20_000
EVENTS = "exam_session_subject_product_variation_id"
# What `part` says: the ids of the changed events are in `part_ids`, or no event was changed
# (except those that `kind` names). NULL if a function of the previous release wrote the row.
EVENT, NONE = "event", "none"

SESSIONS = "tutorial_event_id"
COLUMNS = """
DO $$
BEGIN
    -- ADD COLUMN IF NOT EXISTS would wait for writers also where the column exists.
    IF NOT EXISTS (
        SELECT FROM pg_attribute
        WHERE attrelid = 'acted.catalogue_changed'::regclass AND attname = 'part_ids'
    ) THEN
        ALTER TABLE acted.catalogue_changed ADD COLUMN part text, ADD COLUMN part_ids bigint[];
    END IF;
END $$;
"""
LOG = """
CREATE OR REPLACE FUNCTION acted.log_change_by_{column}() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    changed bigint[];
    parts bigint[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        changed := ARRAY(SELECT DISTINCT {column} FROM new_rows LIMIT {limit});
        parts := {inserted};
    ELSIF TG_OP = 'UPDATE' THEN
        changed := ARRAY(
            SELECT {column} FROM old_rows UNION SELECT {column} FROM new_rows LIMIT {limit}
        );
        parts := {updated};
    ELSIF TG_OP = 'DELETE' THEN
        changed := ARRAY(SELECT DISTINCT {column} FROM old_rows LIMIT {limit});
        parts := {deleted};
    END IF;
    IF cardinality(changed) = 0 THEN
        RETURN NULL;
    END IF;
    INSERT INTO acted.catalogue_changed (transaction, kind, ids, part, part_ids)
    VALUES (
        pg_current_xact_id(), TG_ARGV[0], CASE WHEN cardinality(changed) < {limit} THEN changed END,
        '{part}', CASE WHEN cardinality(parts) < {limit} THEN parts END
    );
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION acted.log_change_by_{column}() FROM PUBLIC;

CREATE OR REPLACE FUNCTION acted.log_row_by_{column}() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO acted.catalogue_changed (transaction, kind, ids, part, part_ids)
    VALUES (
        pg_current_xact_id(), TG_ARGV[0],
        array_remove(ARRAY[OLD.{column}, NEW.{column}]::bigint[], NULL),
        '{part}', {of_row}
    );
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION acted.log_row_by_{column}() FROM PUBLIC;
"""
OF_ROWS = {
    "inserted": "ARRAY(SELECT id FROM new_rows LIMIT {limit})",
    "updated": "ARRAY(SELECT id FROM old_rows UNION SELECT id FROM new_rows LIMIT {limit})",
    "deleted": "ARRAY(SELECT id FROM old_rows LIMIT {limit})",
    "of_row": "array_remove(ARRAY[OLD.id, NEW.id]::bigint[], NULL)",
}


def log(column: str, part: str = NONE) -> str:
    """Return the functions of a column; with a part, they also log the ids of the rows."""
    limit = str(MOST_IDS + 1)
    of_rows = {name: sql.format(limit=limit) for name, sql in OF_ROWS.items()}
    parts = dict.fromkeys(OF_ROWS, "NULL") if part == NONE else of_rows
    return LOG.format(column=column, limit=limit, part=part, **parts)


LOGS = [log(column, EVENT if column == EVENTS else NONE) for column in CHANGES.COLUMNS]
REPLACED = [log(SESSIONS)]


def functions() -> dict[str, str]:
    """Return the bodies of the log's functions by their names, as PostgreSQL has them."""
    pattern = re.compile(
        r"CREATE OR REPLACE FUNCTION acted\.(\w+)\(\).*?AS \$\$(.*?)\$\$", re.DOTALL
    )
    found = {name: body for source in LOGS for name, body in pattern.findall(source)}
    return {**SNAPSHOTS.functions(), **found}


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0004_snapshots")]
    operations = [
        EnsureSQL(
            "Log which events were changed",
            create=[SNAPSHOTS.TABLES, COLUMNS, *(each for each in LOGS if each not in REPLACED)],
            drop=[
                *SNAPSHOTS.LOGS,
                "ALTER TABLE acted.catalogue_changed DROP COLUMN part, DROP COLUMN part_ids",
            ],
        ),
        # Not repeated: 0007_changed_sessions replaces it.
        migrations.RunSQL([*REPLACED], migrations.RunSQL.noop),
    ]
