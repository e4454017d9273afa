"""Does what 0003 does: where the previous system recorded that name, ours was not run."""

from django.db import migrations

from adapters.postgres.adoption import EnsureTables


class Migration(migrations.Migration):
    dependencies = [("administrate", "0003_migrate_to_adm_schema")]
    operations = [
        EnsureTables(
            formerly=('"public"."adm.{table}"', '"public"."{table}"', '"adm"."adm.{table}"')
        )
    ]
