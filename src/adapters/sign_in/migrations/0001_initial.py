"""Creates the table of sign-in attempts."""

from django.db import migrations, models
from django.db.models.functions import Now

from adapters.postgres.adoption import EnsureTables

MODELS = [
    migrations.CreateModel(
        name="SignInTry",
        fields=[
            (
                "id",
                models.BigAutoField(
                    auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                ),
            ),
            (
                "account",
                models.CharField(help_text="A hash of the name that was typed in.", max_length=64),
            ),
            ("address", models.CharField(max_length=64)),
            ("tried_at", models.DateTimeField(db_default=Now())),
        ],
        options={
            "db_table": '"acted"."sign_in_tries"',
            "indexes": [
                models.Index(fields=["account", "tried_at"], name="sign_in_tries_account"),
                models.Index(fields=["address", "tried_at"], name="sign_in_tries_address"),
                models.Index(fields=["tried_at"], name="sign_in_tries_tried_at"),
            ],
        },
    )
]


class Migration(migrations.Migration):
    # The migration of the events creates the schema `acted`.
    dependencies = [("tutorials", "0003_tutorial_sessions")]
    operations = [
        migrations.SeparateDatabaseAndState(state_operations=MODELS),
        EnsureTables(),
    ]
