"""Adds columns of this service: whether places are limited, and the cancellation of an event."""

from django.db import migrations, models

from adapters.postgres.adoption import EnsureTables

OURS = ("is_unlimited", "cancelled_at", "cancelled_by", "cancelled_reason")
FIELDS = [
    migrations.AddField(
        model_name="tutorialevent",
        name="is_unlimited",
        field=models.BooleanField(blank=True, null=True, verbose_name="places not limited"),
    ),
    migrations.AddField(
        model_name="tutorialevent",
        name="cancelled_at",
        field=models.DateTimeField(blank=True, editable=False, null=True),
    ),
    migrations.AddField(
        model_name="tutorialevent",
        name="cancelled_by",
        field=models.CharField(blank=True, editable=False, max_length=255, null=True),
    ),
    migrations.AddField(
        model_name="tutorialevent",
        name="cancelled_reason",
        field=models.CharField(blank=True, editable=False, max_length=500, null=True),
    ),
]


class Migration(migrations.Migration):
    # The operation has a transaction of its own.
    atomic = False
    dependencies = [("tutorials", "0004_record_sessions")]
    operations = [
        migrations.SeparateDatabaseAndState(state_operations=FIELDS),
        EnsureTables(absent={"tutorialevent": OURS}),
    ]
