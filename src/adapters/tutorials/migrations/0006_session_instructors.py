"""Creates the table of the instructors of sessions, which only this service uses.

It has no foreign keys, because they would prevent a TRUNCATE by another system. If any system
deletes a session or an instructor, triggers delete the rows that refer to it.
"""

from django.db import migrations, models

from adapters.postgres.adoption import EnsureRowSetTriggers, EnsureSQL, EnsureTables

ID = (
    "id",
    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
)
MODELS = [
    migrations.CreateModel(
        name="SessionInstructor",
        fields=[
            ID,
            (
                "tutorial_session",
                models.ForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=models.DO_NOTHING,
                    related_name="session_instructors",
                    to="tutorials.tutorialsession",
                ),
            ),
            (
                "instructor",
                models.ForeignKey(
                    db_constraint=False,
                    on_delete=models.PROTECT,
                    related_name="session_instructors",
                    to="administrate.instructor",
                ),
            ),
        ],
        options={
            "verbose_name": "instructor of a session",
            "verbose_name_plural": "instructors of sessions",
            "db_table": '"acted"."tutorial_session_instructors"',
            "constraints": [
                models.UniqueConstraint(
                    fields=("tutorial_session", "instructor"),
                    name="tutorial_session_instructors_once",
                    violation_error_message="This instructor teaches the session already.",
                ),
            ],
        },
    ),
]
# The column with the ids of the rows, by table.
COLUMNS = {"acted.tutorial_sessions": "tutorial_session_id", "adm.instructors": "instructor_id"}
# Runs with its owner's privileges, so that other systems need none on our table.
DELETE = """
CREATE OR REPLACE FUNCTION acted.delete_session_instructors() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        DELETE FROM acted.tutorial_session_instructors;
    ELSIF TG_OP = 'DELETE' AND TG_ARGV[0] = 'instructor_id' THEN
        DELETE FROM acted.tutorial_session_instructors
        WHERE instructor_id IN (SELECT id FROM old_rows);
    ELSIF TG_OP = 'DELETE' THEN
        DELETE FROM acted.tutorial_session_instructors
        WHERE tutorial_session_id IN (SELECT id FROM old_rows);
    END IF;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION acted.delete_session_instructors() FROM PUBLIC;
"""


class Migration(migrations.Migration):
    # Each operation has a transaction of its own: its locks are released at once.
    atomic = False
    dependencies = [
        ("tutorials", "0005_cancellation"),
        ("administrate", "0005_share_custom_fields"),
    ]
    operations = [
        migrations.SeparateDatabaseAndState(state_operations=MODELS),
        EnsureTables(),
        EnsureSQL(
            "Create the function that deletes the instructors of sessions that are gone",
            create=[DELETE],
            drop=["DROP FUNCTION IF EXISTS acted.delete_session_instructors()"],
        ),
        EnsureRowSetTriggers(
            "unlink",
            calls={
                table: f"acted.delete_session_instructors('{column}')"
                for table, column in COLUMNS.items()
            },
        ),
    ]
