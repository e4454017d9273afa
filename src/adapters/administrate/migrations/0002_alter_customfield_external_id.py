"""A name that databases of the previous system have recorded: it made `external_id` not unique."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("administrate", "0001_initial")]
    operations = []
