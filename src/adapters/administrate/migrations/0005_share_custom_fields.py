"""Lets a custom field's `external_id` occur twice again, and records what 0003 and 0004 did.

Earlier releases of ours made the column unique, which the previous system had ended: it stores
duplicates. `roles` may be an array or JSON, so that its change of the type is not needed.
"""

from django.db import migrations

from adapters.postgres.adoption import DropUnique
from adapters.postgres.history import RecordMigrations


class Migration(migrations.Migration):
    dependencies = [("administrate", "0004_ensure_tables")]
    operations = [
        DropUnique("customfield", "external_id"),
        RecordMigrations("0004_alter_customfield_roles_to_jsonfield"),
    ]
