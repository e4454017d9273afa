"""Adds the column of the reason for which the sessions of a plan are stored although they clash."""

from django.db import migrations, models

from adapters.postgres.adoption import EnsureTables


class Migration(migrations.Migration):
    # The operation has a transaction of its own.
    atomic = False
    dependencies = [("imports", "0001_initial")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AddField(
                    model_name="planimport",
                    name="override_clashes",
                    field=models.CharField(max_length=500, null=True),
                )
            ]
        ),
        EnsureTables(absent={"planimport": ("override_clashes",)}),
    ]
