"""Creates the table of uploaded plans."""

from django.db import migrations, models
from django.db.models.functions import Now

from adapters.postgres.adoption import EnsureTables

ID = (
    "id",
    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
)
QUEUED = models.Index(fields=["id"], name="plan_imports_queued", condition=models.Q(state="queued"))
MODELS = [
    migrations.CreateModel(
        name="PlanImport",
        fields=[
            ID,
            ("state", models.CharField(max_length=10)),
            ("file", models.CharField(max_length=100)),
            ("encoding", models.CharField(max_length=50, null=True)),
            ("is_dry_run", models.BooleanField()),
            ("created_by", models.CharField(max_length=255)),
            ("created_at", models.DateTimeField(db_default=Now())),
            ("finished_at", models.DateTimeField(null=True)),
            ("attempts", models.SmallIntegerField(db_default=0)),
            ("content", models.BinaryField(null=True)),
            ("message", models.TextField()),
            ("report", models.JSONField(null=True)),
        ],
        options={
            "db_table": '"acted"."plan_imports"',
            "ordering": ("id",),
            "indexes": [QUEUED],
        },
    ),
]


class Migration(migrations.Migration):
    initial = True
    # The operation has a transaction of its own.
    atomic = False
    # The schema exists then.
    dependencies = [("tutorials", "0005_cancellation")]
    operations = [
        migrations.SeparateDatabaseAndState(state_operations=MODELS),
        EnsureTables(),
    ]
