"""Repeats 0003, which is not run where the previous system recorded the same name."""

from django.db import migrations

from adapters.postgres.adoption import EnsureTables
from adapters.postgres.schema_move import REFERENCE, MoveTables, NameParts


class Migration(migrations.Migration):
    # Each operation has its own transaction, so that locks are released early.
    atomic = False
    dependencies = [("administrate", "0003_migrate_to_adm_schema")]
    operations = [MoveTables(REFERENCE), EnsureTables(), NameParts(REFERENCE)]
