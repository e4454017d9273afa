"""A name that databases of the previous system have recorded; 0003 makes the tables."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("tutorials", "0001_initial")]
    operations = []
