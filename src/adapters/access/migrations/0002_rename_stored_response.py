from django.db import migrations


class Migration(migrations.Migration):
    """Rename the model; its table keeps its name."""

    dependencies = [("access", "0001_initial")]

    operations = [migrations.RenameModel("KeptAnswer", "StoredResponse")]
