"""Describes that a custom field's key is unique; 0003 adds the constraint where it is missing."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("administrate", "0001_initial")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    "customfield",
                    "external_id",
                    models.CharField(
                        help_text="Its key in the back office's own system.",
                        max_length=255,
                        unique=True,
                    ),
                )
            ]
        )
    ]
