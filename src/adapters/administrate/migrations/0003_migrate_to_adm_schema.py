"""Creates the tables in the schema `adm`, or adopts those that are there."""

from django.db import migrations

from adapters.postgres.adoption import EnsureTables


class Migration(migrations.Migration):
    dependencies = [("administrate", "0002_alter_customfield_external_id")]
    operations = [
        EnsureTables(
            formerly=('"public"."adm.{table}"', '"public"."{table}"', '"adm"."adm.{table}"')
        )
    ]
