"""A name that the previous system has recorded; there it dropped the constraint."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("administrate", "0001_initial")]
    operations = []
