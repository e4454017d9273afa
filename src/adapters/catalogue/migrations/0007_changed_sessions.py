"""Logs which sessions a statement changed, beside their events.

A reader then reads these sessions again, and not all sessions of their events. The columns `kind`
and `ids` stay as they are, for processes of the release before.
"""

import re
from importlib import import_module

from django.db import migrations

from adapters.postgres.adoption import EnsureSQL

CHANGED_EVENTS = import_module("adapters.catalogue.migrations.0005_changed_events")
INSTRUCTORS = import_module("adapters.catalogue.migrations.0006_instructors")

TABLES = INSTRUCTORS.TABLES
# What `part` says: the ids of the changed sessions are in `part_ids`.
SESSION = "session"
LOGS = [CHANGED_EVENTS.log(CHANGED_EVENTS.SESSIONS, SESSION)]


def functions() -> dict[str, str]:
    """Return the bodies of the log's functions by their names, as PostgreSQL has them."""
    pattern = re.compile(
        r"CREATE OR REPLACE FUNCTION acted\.(\w+)\(\).*?AS \$\$(.*?)\$\$", re.DOTALL
    )
    found = {name: body for source in LOGS for name, body in pattern.findall(source)}
    return {**INSTRUCTORS.functions(), **found}


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0006_instructors")]
    operations = [
        EnsureSQL(
            "Log which sessions were changed",
            create=LOGS,
            drop=CHANGED_EVENTS.REPLACED,
        ),
    ]
