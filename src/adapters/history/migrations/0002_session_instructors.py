"""Records the changes of the instructors of sessions, each with the event of the session."""

import re
from importlib import import_module

from django.db import migrations

from adapters.postgres.adoption import EnsureSQL

INITIAL = import_module("adapters.history.migrations.0001_initial")

TABLE = "acted.tutorial_session_instructors"
# The last known event of a session that was deleted before its instructors.
EVENT = """coalesce(
            (
                SELECT tutorial_event_id FROM acted.tutorial_sessions
                WHERE id = (whole ->> TG_ARGV[0])::bigint
            ),
            (
                SELECT event_id FROM acted.history
                WHERE "table" = 'tutorial_sessions' AND row_id = (whole ->> TG_ARGV[0])::bigint
                ORDER BY id DESC LIMIT 1
            )
        )"""
# As `acted.record_row`, which has the id of the event in the row itself.
(RECORD_ROW,) = re.findall(
    r"CREATE OR REPLACE FUNCTION acted\.record_row\(\).*?FROM PUBLIC;", INITIAL.FUNCTIONS, re.DOTALL
)
FUNCTION = RECORD_ROW.replace("acted.record_row()", "acted.record_row_of_session()").replace(
    "(whole ->> TG_ARGV[0])::bigint, lower(TG_OP)", f"{EVENT}, lower(TG_OP)"
)


class Migration(migrations.Migration):
    # Each operation has a transaction of its own: what is locked is let go of at once.
    atomic = False
    dependencies = [("history", "0001_initial"), ("tutorials", "0006_session_instructors")]
    operations = [
        EnsureSQL(
            "Create the function that records the instructors of sessions",
            create=[FUNCTION],
            drop=[],
        ),
        INITIAL.EnsureRowTriggersForGood(
            "history_row",
            calls={TABLE: "acted.record_row_of_session('tutorial_session_id')"},
            when="true",
        ),
        INITIAL.EnsureTriggersForGood(
            "history_truncate", tables=[TABLE], function="acted.record_truncate()"
        ),
    ]
