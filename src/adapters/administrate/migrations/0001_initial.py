"""Describes the models; 0003 creates their tables.

The previous system may have recorded this name, so this migration must not change the database.
"""

from django.db import migrations, models
from django.utils import timezone

from adapters.administrate.fields import RolesField

ID = (
    "id",
    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
)
MODELS = [
    migrations.CreateModel(
        name="CourseTemplate",
        fields=[
            ID,
            (
                "external_id",
                models.CharField(
                    help_text="The key of the record in the back office system.",
                    max_length=50,
                    unique=True,
                ),
            ),
            ("code", models.CharField(max_length=50, unique=True)),
            ("title", models.CharField(max_length=255)),
            (
                "event_learning_mode",
                models.CharField(
                    blank=True, help_text="How the course is taught.", max_length=20, null=True
                ),
            ),
            ("categories", models.TextField(blank=True, default="")),
            (
                "custom_fields",
                models.JSONField(
                    blank=True,
                    default=dict,
                    help_text="Values of custom fields, by key.",
                ),
            ),
            ("active", models.BooleanField(default=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("updated_at", models.DateTimeField(auto_now=True)),
        ],
        options={
            "db_table": '"adm"."course_templates"',
            "ordering": ("code",),
        },
    ),
    migrations.CreateModel(
        name="PriceLevel",
        fields=[
            ID,
            (
                "external_id",
                models.CharField(
                    help_text="The key of the record in the back office system.",
                    max_length=255,
                    unique=True,
                ),
            ),
            ("name", models.CharField(max_length=255)),
            ("description", models.TextField(blank=True, null=True)),
            (
                "last_synced",
                models.DateTimeField(
                    default=timezone.now, help_text="When the record was last synchronised."
                ),
            ),
        ],
        options={
            "db_table": '"adm"."pricelevels"',
            "ordering": ("name",),
        },
    ),
    migrations.CreateModel(
        name="CourseTemplatePriceLevel",
        fields=[
            ID,
            (
                "course_template",
                models.ForeignKey(
                    on_delete=models.CASCADE,
                    related_name="price_levels",
                    to="administrate.coursetemplate",
                ),
            ),
            (
                "price_level",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="course_templates",
                    to="administrate.pricelevel",
                ),
            ),
            (
                "external_id",
                models.CharField(
                    help_text="The key of the record in the back office system.",
                    max_length=255,
                    unique=True,
                ),
            ),
            ("amount", models.DecimalField(decimal_places=2, max_digits=10)),
            (
                "last_synced",
                models.DateTimeField(
                    default=timezone.now, help_text="When the record was last synchronised."
                ),
            ),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("updated_at", models.DateTimeField(auto_now=True)),
        ],
        options={
            "verbose_name": "price level of a course template",
            "verbose_name_plural": "price levels of course templates",
            "db_table": '"adm"."course_template_price_levels"',
            "unique_together": {("course_template", "price_level")},
        },
    ),
    migrations.CreateModel(
        name="CustomField",
        fields=[
            ID,
            (
                "external_id",
                models.CharField(
                    help_text="The key of the record in the back office system.", max_length=255
                ),
            ),
            ("label", models.CharField(max_length=255)),
            ("field_type", models.CharField(max_length=50)),
            ("description", models.TextField(blank=True, null=True)),
            ("is_required", models.BooleanField(default=False)),
            (
                "roles",
                RolesField(blank=True, help_text="The roles that may see the field.", null=True),
            ),
            (
                "entity_type",
                models.CharField(help_text="The kind of record with this field.", max_length=50),
            ),
            (
                "last_synced",
                models.DateTimeField(
                    default=timezone.now, help_text="When the record was last synchronised."
                ),
            ),
        ],
        options={
            "db_table": '"adm"."custom_fields"',
            "ordering": ("label",),
        },
    ),
    migrations.CreateModel(
        name="Instructor",
        fields=[
            ID,
            (
                "external_id",
                models.CharField(
                    help_text="The key of the record in the back office system.",
                    max_length=255,
                    unique=True,
                ),
            ),
            ("first_name", models.CharField(max_length=255)),
            ("last_name", models.CharField(max_length=255)),
            ("email", models.CharField(blank=True, max_length=255, null=True)),
            (
                "legacy_id",
                models.CharField(
                    blank=True,
                    help_text="The key of the record in an older system.",
                    max_length=255,
                    null=True,
                ),
            ),
            ("is_active", models.BooleanField(default=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("updated_at", models.DateTimeField(auto_now=True)),
            (
                "last_synced",
                models.DateTimeField(
                    default=timezone.now, help_text="When the record was last synchronised."
                ),
            ),
        ],
        options={
            "db_table": '"adm"."instructors"',
            "ordering": ("last_name", "first_name"),
        },
    ),
    migrations.CreateModel(
        name="Location",
        fields=[
            ID,
            (
                "external_id",
                models.CharField(
                    help_text="The key of the record in the back office system.",
                    max_length=255,
                    unique=True,
                ),
            ),
            ("name", models.CharField(max_length=255)),
            ("code", models.CharField(max_length=50)),
            (
                "legacy_id",
                models.CharField(
                    blank=True,
                    help_text="The key of the record in an older system.",
                    max_length=255,
                    null=True,
                ),
            ),
            ("active", models.BooleanField(default=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("updated_at", models.DateTimeField(auto_now=True)),
        ],
        options={
            "db_table": '"adm"."locations"',
            "ordering": ("name",),
        },
    ),
    migrations.CreateModel(
        name="Venue",
        fields=[
            ID,
            (
                "external_id",
                models.CharField(
                    help_text="The key of the record in the back office system.",
                    max_length=255,
                    unique=True,
                ),
            ),
            ("name", models.CharField(max_length=255)),
            ("description", models.TextField(blank=True, null=True)),
            (
                "location",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="venues",
                    to="administrate.location",
                    to_field="external_id",
                ),
            ),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("updated_at", models.DateTimeField(auto_now=True)),
        ],
        options={
            "db_table": '"adm"."venues"',
            "ordering": ("name",),
        },
    ),
]


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.SeparateDatabaseAndState(state_operations=MODELS),
    ]
