"""Records the previous system's migration that creates the sessions: it must not be run."""

from django.db import migrations

from adapters.postgres.history import RecordMigrations


class Migration(migrations.Migration):
    dependencies = [("tutorials", "0003_tutorial_sessions")]
    operations = [RecordMigrations("0003_tutorialsessions")]
