"""Logs which sessions got or lost an instructor, and which instructors got another name.

The reader of the log finds the events. A trigger cannot do so, because it does not see the
uncommitted changes of other transactions.
"""

import re
from importlib import import_module

from django.db import migrations

from adapters.postgres.adoption import EnsureRowSetTriggers, EnsureRowTriggers, EnsureSQL

CHANGES = import_module("adapters.catalogue.migrations.0003_changes")
CHANGED_EVENTS = import_module("adapters.catalogue.migrations.0005_changed_events")

SESSION, INSTRUCTOR = "session", "instructor"
COLUMN = "tutorial_session_id"
# The function of a statement, and that of a row, by the table that they log.
FUNCTIONS = {
    "acted.tutorial_session_instructors": (
        f"acted.log_change_by_{COLUMN}('{SESSION}')",
        f"acted.log_row_by_{COLUMN}('{SESSION}')",
    ),
    "adm.instructors": (
        f"acted.log_instructor_change('{INSTRUCTOR}')",
        f"acted.log_row_by_id('{INSTRUCTOR}')",
    ),
}
TABLES = (*CHANGES.LOGGED, *FUNCTIONS)
LIMIT = CHANGED_EVENTS.MOST_IDS + 1
# A synchronisation writes all instructors again: only a change of the displayed name is logged.
LOG_INSTRUCTOR = """
CREATE OR REPLACE FUNCTION acted.log_instructor_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    changed bigint[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        changed := ARRAY(SELECT id FROM new_rows LIMIT {limit});
    ELSIF TG_OP = 'UPDATE' THEN
        changed := ARRAY(
            SELECT id FROM (
                (SELECT id, first_name, last_name, external_id FROM old_rows
                    EXCEPT SELECT id, first_name, last_name, external_id FROM new_rows)
                UNION ALL
                (SELECT id, first_name, last_name, external_id FROM new_rows
                    EXCEPT SELECT id, first_name, last_name, external_id FROM old_rows)
            ) AS differing GROUP BY id LIMIT {limit}
        );
    ELSIF TG_OP = 'DELETE' THEN
        changed := ARRAY(SELECT id FROM old_rows LIMIT {limit});
    END IF;
    IF cardinality(changed) = 0 THEN
        RETURN NULL;
    END IF;
    INSERT INTO acted.catalogue_changed (transaction, kind, ids, part)
    VALUES (
        pg_current_xact_id(), TG_ARGV[0], CASE WHEN cardinality(changed) < {limit} THEN changed END,
        '{none}'
    );
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION acted.log_instructor_change() FROM PUBLIC;
"""
LOGS = [
    CHANGED_EVENTS.log(COLUMN),
    LOG_INSTRUCTOR.format(limit=LIMIT, none=CHANGED_EVENTS.NONE),
]


def functions() -> dict[str, str]:
    """Return the bodies of the log's functions by their names, as PostgreSQL has them."""
    pattern = re.compile(
        r"CREATE OR REPLACE FUNCTION acted\.(\w+)\(\).*?AS \$\$(.*?)\$\$", re.DOTALL
    )
    found = {name: body for source in LOGS for name, body in pattern.findall(source)}
    return {**CHANGED_EVENTS.functions(), **found}


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0005_changed_events"),
        ("tutorials", "0006_session_instructors"),
    ]
    operations = [
        EnsureSQL(
            "Create the functions that log the instructors of sessions",
            create=LOGS,
            drop=[
                f"DROP FUNCTION IF EXISTS acted.log_change_by_{COLUMN}()",
                f"DROP FUNCTION IF EXISTS acted.log_row_by_{COLUMN}()",
                "DROP FUNCTION IF EXISTS acted.log_instructor_change()",
            ],
        ),
        EnsureRowSetTriggers("log", calls={table: each[0] for table, each in FUNCTIONS.items()}),
        EnsureRowTriggers(
            "log_row",
            calls={table: each[1] for table, each in FUNCTIONS.items()},
            # Fires only for logical replication workers, so that other writers have no cost.
            when="current_setting('session_replication_role') = 'replica'",
        ),
    ]
