"""Creates the table of the history, and the triggers that write it.

The triggers fire for every writer, also for those that know nothing of the service. They are row
triggers: PostgreSQL fires no others for rows that a logical replication worker applies.
"""

from django.db import migrations, models
from django.db.models.functions import Now

from adapters.postgres.adoption import (
    EnsureRowTriggers,
    EnsureSQL,
    EnsureTables,
    EnsureTriggers,
)
from adapters.postgres.operations import DatabaseOperation

# Of each table, the column that has the id of the tutorial event.
EVENT_IDS = {"acted.tutorial_events": "id", "acted.tutorial_sessions": "tutorial_event_id"}
REFERENCE = (
    *("adm.course_template_price_levels", "adm.course_templates", "adm.custom_fields"),
    *("adm.instructors", "adm.locations", "adm.pricelevels", "adm.venues"),
)
TABLES = (*EVENT_IDS, *REFERENCE)

# Both functions act with their owner's rights: who may write to a table needs none on ours. The
# names of the actor are set for one transaction (`adapters.history.actors`).
INSERT = """
    INSERT INTO acted.history (
        at, transaction, "table", row_id, event_id, change, actor_kind, actor_name, role,
        old_values, new_values
    ) VALUES (
        clock_timestamp(), pg_current_xact_id()::text::bigint, TG_TABLE_NAME,
        (whole ->> 'id')::bigint, (whole ->> TG_ARGV[0])::bigint, lower(TG_OP),
        nullif(left(current_setting('tutorials.actor_kind', true), 16), ''),
        nullif(left(current_setting('tutorials.actor_name', true), 255), ''),
        session_user, old_values, new_values
    );
    RETURN NULL;
"""
FUNCTIONS = """
CREATE OR REPLACE FUNCTION acted.record_row() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    old_values jsonb;
    new_values jsonb;
    whole jsonb;
BEGIN
    IF TG_OP = 'INSERT' THEN
        new_values := to_jsonb(NEW);
        whole := new_values;
    ELSIF TG_OP = 'DELETE' THEN
        old_values := to_jsonb(OLD);
        whole := old_values;
    ELSE
        whole := to_jsonb(NEW);
        SELECT jsonb_object_agg(key, before.value), jsonb_object_agg(key, after.value)
        INTO old_values, new_values
        FROM jsonb_each(to_jsonb(OLD)) AS before JOIN jsonb_each(whole) AS after USING (key)
        WHERE before.value <> after.value;
        -- A row that was only written again, or seen again by a synchronisation.
        IF new_values IS NULL OR new_values - 'updated_at' - 'last_synced' = '{}' THEN
            RETURN NULL;
        END IF;
    END IF;
-- INSERT --
END $$;
REVOKE ALL ON FUNCTION acted.record_row() FROM PUBLIC;

CREATE OR REPLACE FUNCTION acted.record_truncate() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    old_values jsonb;
    new_values jsonb;
    whole jsonb;
BEGIN
    IF TG_OP <> 'TRUNCATE' THEN
        RETURN NULL;
    END IF;
-- INSERT --
END $$;
REVOKE ALL ON FUNCTION acted.record_truncate() FROM PUBLIC;

DO $$
BEGIN
    -- CREATE INDEX IF NOT EXISTS would wait for writers also where the index exists.
    -- By which codes an event was known: the first, the last, and those in between.
    IF to_regclass('acted.history_old_codes') IS NULL THEN
        CREATE INDEX history_old_codes ON acted.history ((old_values -> 'code'))
        WHERE "table" = 'tutorial_events';
    END IF;
    IF to_regclass('acted.history_new_codes') IS NULL THEN
        CREATE INDEX history_new_codes ON acted.history ((new_values -> 'code'))
        WHERE "table" = 'tutorial_events';
    END IF;
END $$;
""".replace("-- INSERT --", INSERT)


class EnsureRowTriggersForGood(EnsureRowTriggers):
    """Are not dropped backwards: what an older release writes is recorded too."""

    undo = DatabaseOperation.undo


class EnsureTriggersForGood(EnsureTriggers):
    """Are not dropped backwards."""

    undo = DatabaseOperation.undo


MODELS = [
    migrations.CreateModel(
        name="Entry",
        fields=[
            (
                "id",
                models.BigAutoField(
                    auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                ),
            ),
            (
                "at",
                models.DateTimeField(db_default=Now(), help_text="When the change was made."),
            ),
            (
                "transaction",
                models.BigIntegerField(help_text="Entries with one number were made together."),
            ),
            ("table", models.CharField(max_length=63)),
            ("row_id", models.BigIntegerField(help_text="The id of the row.", null=True)),
            (
                "event_id",
                models.BigIntegerField(help_text="The id of the tutorial event.", null=True),
            ),
            ("change", models.CharField(max_length=8)),
            (
                "actor_kind",
                models.CharField(
                    help_text="Empty if another system made the change.", max_length=16, null=True
                ),
            ),
            ("actor_name", models.CharField(max_length=255, null=True)),
            (
                "role",
                models.CharField(
                    help_text="The role that was signed in to PostgreSQL.", max_length=63
                ),
            ),
            ("old_values", models.JSONField(null=True)),
            ("new_values", models.JSONField(null=True)),
        ],
        options={
            "verbose_name": "change",
            "verbose_name_plural": "changes",
            "db_table": '"acted"."history"',
            "ordering": ("-id",),
            "indexes": [
                models.Index(fields=["event_id", "id"], name="history_event"),
                models.Index(fields=["table", "row_id"], name="history_row"),
            ],
        },
    ),
]


class Migration(migrations.Migration):
    # Each operation has a transaction of its own: what is locked is let go of at once.
    atomic = False
    dependencies = [
        ("administrate", "0005_share_custom_fields"),
        ("tutorials", "0004_record_sessions"),
    ]
    operations = [
        migrations.SeparateDatabaseAndState(state_operations=MODELS),
        EnsureTables(),
        EnsureSQL("Create the functions that write the history", create=[FUNCTIONS], drop=[]),
        EnsureRowTriggersForGood(
            "history_row",
            calls={table: f"acted.record_row('{EVENT_IDS.get(table, '')}')" for table in TABLES},
            when="true",
        ),
        EnsureTriggersForGood(
            "history_truncate", tables=TABLES, function="acted.record_truncate()"
        ),
    ]
