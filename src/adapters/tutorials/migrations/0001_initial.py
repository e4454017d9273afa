"""A name that databases of the previous system have recorded; 0003 makes the tables.

What is recorded can never depend on more than it did, and the events need the catalogue's
tables: Django refuses a history in which a recorded migration's dependency is missing.
"""

from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = []
