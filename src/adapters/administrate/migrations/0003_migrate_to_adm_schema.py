"""Moves the tables to the schema `adm`, and creates the missing ones."""

from django.db import migrations

from adapters.postgres.adoption import EnsureTables
from adapters.postgres.schema_move import REFERENCE, MoveTables, NameParts


class Migration(migrations.Migration):
    # Each operation has its own transaction, so that locks are released early.
    atomic = False
    dependencies = [("administrate", "0002_alter_customfield_external_id")]
    operations = [MoveTables(REFERENCE), EnsureTables(), NameParts(REFERENCE)]
