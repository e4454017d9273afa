"""Creates the tables of events and sessions, or adopts existing ones.

The previous system's `0003_tutorialsessions` created sessions without a time zone.
"""

from datetime import UTC, datetime

from django.core.validators import MinValueValidator
from django.db import migrations, models
from django.db.models.functions import Now

from adapters.postgres.adoption import EnsureTables
from adapters.postgres.schema_move import TUTORIALS, MoveTables, NameParts

ID = (
    "id",
    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
)
MODELS = [
    migrations.CreateModel(
        name="TutorialEvent",
        fields=[
            ID,
            ("code", models.CharField(max_length=100, unique=True)),
            ("venue", models.CharField(max_length=255)),
            ("is_soldout", models.BooleanField(default=False, verbose_name="sold out")),
            (
                "finalisation_date",
                models.DateField(
                    blank=True,
                    help_text="The day on which the event is finalised.",
                    null=True,
                ),
            ),
            ("remain_space", models.IntegerField(default=0, verbose_name="places left")),
            ("start_date", models.DateField()),
            ("end_date", models.DateField()),
            (
                "exam_session_subject_product_variation",
                models.ForeignKey(
                    on_delete=models.DO_NOTHING,
                    related_name="tutorial_events",
                    to="catalogue.storeproduct",
                    verbose_name="store product",
                ),
            ),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("updated_at", models.DateTimeField(auto_now=True)),
        ],
        options={
            "db_table": '"acted"."tutorial_events"',
            "ordering": ("start_date", "code"),
        },
    ),
    migrations.CreateModel(
        name="TutorialSession",
        fields=[
            ID,
            (
                "tutorial_event",
                models.ForeignKey(
                    db_index=False,
                    on_delete=models.DB_CASCADE,
                    related_name="sessions",
                    to="tutorials.tutorialevent",
                ),
            ),
            ("title", models.CharField(max_length=255)),
            ("location", models.CharField(max_length=255)),
            ("venue", models.CharField(max_length=255)),
            ("start_date", models.DateTimeField()),
            ("end_date", models.DateTimeField()),
            (
                "sequence",
                models.PositiveIntegerField(
                    help_text="The number of the day in the event, from 1.",
                    validators=[MinValueValidator(1)],
                ),
            ),
            (
                "url",
                models.CharField(blank=True, max_length=500, null=True, verbose_name="web address"),
            ),
            ("created_at", models.DateTimeField(db_default=Now(), editable=False)),
            ("updated_at", models.DateTimeField(auto_now=True, db_default=Now())),
            (
                "time_zone",
                models.CharField(
                    db_default="Europe/London",
                    help_text="The IANA time zone of the session.",
                    max_length=64,
                ),
            ),
        ],
        options={
            "db_table": '"acted"."tutorial_sessions"',
            "ordering": ("sequence",),
            "constraints": [
                models.UniqueConstraint(
                    deferrable=models.Deferrable.IMMEDIATE,
                    fields=("tutorial_event", "sequence"),
                    name="tutorial_sessions_event_sequence",
                    violation_error_message="This sequence is taken in the event.",
                ),
                models.CheckConstraint(
                    condition=models.Q(("start_date__lte", models.F("end_date"))),
                    name="tutorial_sessions_end_not_before_start",
                    violation_error_message="The end must not be before the start.",
                ),
                models.CheckConstraint(
                    condition=models.Q(("sequence__gte", 1)),
                    name="tutorial_sessions_sequence_from_1",
                    violation_error_message="The sequence must be 1 or more.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("end_date__lt", datetime(2100, 1, 1, 0, 0, tzinfo=UTC)),
                        ("start_date__gte", datetime(2000, 1, 1, 0, 0, tzinfo=UTC)),
                    ),
                    name="tutorial_sessions_years_2000_to_2099",
                    violation_error_message="The dates must lie in 2000 to 2099 (UTC).",
                ),
            ],
        },
    ),
]


class Migration(migrations.Migration):
    # Each operation has a transaction of its own: its locks are released at once.
    atomic = False
    dependencies = [("tutorials", "0002_migrate_to_acted_schema"), ("catalogue", "0001_initial")]
    operations = [
        migrations.SeparateDatabaseAndState(state_operations=MODELS),
        MoveTables(TUTORIALS),
        EnsureTables(absent={"tutorialsession": ("time_zone",)}),
        NameParts(TUTORIALS),
    ]
