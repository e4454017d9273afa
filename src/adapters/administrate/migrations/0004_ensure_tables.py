"""Does what 0003 does: where the previous system recorded that name, ours was not run."""

from django.db import migrations

from adapters.postgres.adoption import EnsureTables
from adapters.postgres.schema_move import REFERENCE, MoveTables, NameParts


class Migration(migrations.Migration):
    # Each operation has a transaction of its own: what is moved is let go of at once.
    atomic = False
    dependencies = [("administrate", "0003_migrate_to_adm_schema")]
    operations = [MoveTables(REFERENCE), EnsureTables(), NameParts(REFERENCE)]
