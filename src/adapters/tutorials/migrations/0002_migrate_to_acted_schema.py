"""An empty migration with a name that databases of the previous system have recorded."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("tutorials", "0001_initial")]
    operations = []
