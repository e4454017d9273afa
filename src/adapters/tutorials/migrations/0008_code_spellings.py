"""Adds the indexes of the search for codes that look like others."""

from django.db import migrations

from adapters.postgres.adoption import EnsureSQL

# CREATE INDEX IF NOT EXISTS would wait for writers also where the index exists.
INDEXES = """
DO $$
BEGIN
    IF to_regclass('acted.tutorial_events_lower_code') IS NULL THEN
        CREATE INDEX tutorial_events_lower_code
        ON acted.tutorial_events (lower(code COLLATE "C"));
    END IF;
    IF to_regclass('acted.tutorial_events_untidy_code') IS NULL THEN
        CREATE INDEX tutorial_events_untidy_code ON acted.tutorial_events (id)
        WHERE code ~ '^ | $|  |[^ -~]' COLLATE "C";
    END IF;
END $$;
"""
NAMES = ("lower_code", "untidy_code")
DROP = [f"DROP INDEX IF EXISTS acted.tutorial_events_{name}" for name in NAMES]


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("tutorials", "0007_clash_overrides")]
    operations = [
        EnsureSQL("Create the indexes of the search for codes", create=[INDEXES], drop=DROP),
    ]
