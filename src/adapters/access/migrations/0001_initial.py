"""Creates the tables of tokens and of kept answers."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from django.db.models.functions import Now

from adapters.postgres.adoption import EnsureTables

ID = (
    "id",
    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
)
MODELS = [
    migrations.CreateModel(
        name="ApiToken",
        fields=[
            ID,
            ("name", models.CharField(help_text="What the token is used for.", max_length=100)),
            (
                "scopes",
                ArrayField(
                    base_field=models.CharField(max_length=50), help_text="What the token may do."
                ),
            ),
            (
                "prefix",
                models.CharField(
                    help_text="The beginning of the token, to recognise it by.", max_length=16
                ),
            ),
            ("digest", models.CharField(max_length=64, unique=True, verbose_name="SHA-256")),
            ("created_at", models.DateTimeField(db_default=Now(), editable=False)),
            (
                "expires_at",
                models.DateTimeField(
                    blank=True, help_text="When the token ends; empty for never.", null=True
                ),
            ),
            (
                "last_used_at",
                models.DateTimeField(
                    blank=True,
                    help_text="When the token was last used, to the minute.",
                    null=True,
                ),
            ),
            ("revoked_at", models.DateTimeField(blank=True, null=True)),
            (
                "owner",
                models.ForeignKey(
                    help_text="Who answers for the token. "
                    "It cannot be used while this account is inactive.",
                    on_delete=models.DB_CASCADE,
                    related_name="api_tokens",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "verbose_name": "API token",
            "db_table": '"acted"."api_tokens"',
            "ordering": ("name", "id"),
        },
    ),
    migrations.CreateModel(
        name="KeptAnswer",
        fields=[
            ID,
            ("caller", models.CharField(max_length=64)),
            ("key", models.CharField(max_length=255)),
            ("request", models.CharField(max_length=64, verbose_name="SHA-256 of the request")),
            ("status", models.SmallIntegerField()),
            ("headers", models.JSONField()),
            ("body", models.BinaryField()),
            ("kept_at", models.DateTimeField(db_default=Now())),
        ],
        options={
            "db_table": '"acted"."kept_answers"',
            "indexes": [models.Index(fields=["kept_at"], name="kept_answers_kept_at")],
            "constraints": [
                models.UniqueConstraint(fields=("caller", "key"), name="kept_answers_caller_key")
            ],
        },
    ),
]


class Migration(migrations.Migration):
    dependencies = [
        # Its refusals come before a table of any application is changed. This application is the
        # first by name; if it depended on a later one, that one would be migrated first.
        ("administrate", "0003_migrate_to_adm_schema"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.SeparateDatabaseAndState(state_operations=MODELS),
        EnsureTables(),
    ]
