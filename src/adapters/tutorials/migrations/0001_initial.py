"""An empty migration with a name that databases of the previous system have recorded.

0003 creates the tables, because they depend on the tables of the catalogue. This migration cannot
have that dependency: Django rejects a history in which a dependency of a recorded migration is
not recorded.
"""

from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = []
