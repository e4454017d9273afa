"""Drops the unique constraint on `external_id` of custom fields.

Earlier releases created it, but the previous system stores duplicates. It also records the
previous system's migrations. `roles` may be an array or JSON, so its type is not changed.
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
