"""Adds columns of this service, the override of clashes, and the indexes of the search for them."""

from django.db import migrations, models

from adapters.postgres.adoption import EnsureSQL, EnsureTables

OURS = ("clash_override_at", "clash_override_by", "clash_override_reason")
FIELDS = [
    migrations.AddField(
        model_name="tutorialevent",
        name="clash_override_at",
        field=models.DateTimeField(blank=True, editable=False, null=True),
    ),
    migrations.AddField(
        model_name="tutorialevent",
        name="clash_override_by",
        field=models.CharField(blank=True, editable=False, max_length=255, null=True),
    ),
    migrations.AddField(
        model_name="tutorialevent",
        name="clash_override_reason",
        field=models.CharField(blank=True, editable=False, max_length=500, null=True),
    ),
]
# CREATE INDEX IF NOT EXISTS would wait for writers also where the index exists.
INDEXES = """
DO $$
BEGIN
    IF to_regclass('acted.tutorial_sessions_place') IS NULL THEN
        CREATE INDEX tutorial_sessions_place ON acted.tutorial_sessions ((
            CASE WHEN venue ~ '^[ -~]*$' COLLATE "C" THEN
                regexp_replace(
                    replace(lower(venue COLLATE "C"), '&', 'and'), '[^a-z0-9+#]', '', 'g'
                )
            ELSE '~' END
        ), start_date);
    END IF;
    IF to_regclass('acted.tutorial_session_instructors_taught') IS NULL THEN
        CREATE INDEX tutorial_session_instructors_taught
        ON acted.tutorial_session_instructors (instructor_id, tutorial_session_id);
    END IF;
    IF to_regclass('acted.tutorial_sessions_long') IS NULL THEN
        CREATE INDEX tutorial_sessions_long ON acted.tutorial_sessions (start_date)
        WHERE end_date - start_date > interval '24 hours';
    END IF;
END $$;
"""
NAMES = ("sessions_place", "sessions_long", "session_instructors_taught")
DROP = [f"DROP INDEX IF EXISTS acted.tutorial_{name}" for name in NAMES]


class Migration(migrations.Migration):
    # Each operation has a transaction of its own: its locks are released at once.
    atomic = False
    dependencies = [("tutorials", "0006_session_instructors")]
    operations = [
        migrations.SeparateDatabaseAndState(state_operations=FIELDS),
        EnsureTables(absent={"tutorialevent": OURS}),
        EnsureSQL("Create the indexes of the search for clashes", create=[INDEXES], drop=DROP),
    ]
