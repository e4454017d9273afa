"""Moves the tables to the schema `adm` from wherever they are; makes those that are nowhere."""

from django.db import migrations

from adapters.postgres.adoption import EnsureTables
from adapters.postgres.schema_move import REFERENCE, MoveTables, NameParts


class Migration(migrations.Migration):
    # Each operation has a transaction of its own: what is moved is let go of at once.
    atomic = False
    dependencies = [("administrate", "0002_alter_customfield_external_id")]
    operations = [MoveTables(REFERENCE), EnsureTables(), NameParts(REFERENCE)]
