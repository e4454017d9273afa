"""The back office's reference data, in the schema `adm`.

Other systems also write these tables. `external_id` is the key of a record in the back office's
system.
"""

from django.db import models
from django.utils import timezone

from adapters.administrate.fields import RolesField
from adapters.administrate.stored_json import StoredJSONField

EXTERNAL_ID_HELP = "The key of the record in the back office system."
LAST_SYNCED_HELP = "When the record was last synchronised."


class CourseTemplate(models.Model):
    external_id = models.CharField(max_length=50, unique=True, help_text=EXTERNAL_ID_HELP)
    code = models.CharField(max_length=50, unique=True)
    title = models.CharField(max_length=255)
    event_learning_mode = models.CharField(
        max_length=20, null=True, blank=True, help_text="How the course is taught."
    )
    categories = models.TextField(blank=True, default="")
    custom_fields = StoredJSONField(
        default=dict, blank=True, help_text="Values of custom fields, by key."
    )
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = '"adm"."course_templates"'
        ordering = ("code",)

    def __str__(self) -> str:
        return f"{self.code}: {self.title}"


class PriceLevel(models.Model):
    external_id = models.CharField(max_length=255, unique=True, help_text=EXTERNAL_ID_HELP)
    name = models.CharField(max_length=255)
    description = models.TextField(null=True, blank=True)
    last_synced = models.DateTimeField(default=timezone.now, help_text=LAST_SYNCED_HELP)

    class Meta:
        db_table = '"adm"."pricelevels"'
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class CourseTemplatePriceLevel(models.Model):
    course_template = models.ForeignKey(
        CourseTemplate, on_delete=models.CASCADE, related_name="price_levels"
    )
    price_level = models.ForeignKey(
        PriceLevel, on_delete=models.PROTECT, related_name="course_templates"
    )
    external_id = models.CharField(max_length=255, unique=True, help_text=EXTERNAL_ID_HELP)
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    last_synced = models.DateTimeField(default=timezone.now, help_text=LAST_SYNCED_HELP)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = '"adm"."course_template_price_levels"'
        # Not a named UniqueConstraint, because existing tables have the name that Django computes.
        unique_together = (("course_template", "price_level"),)
        verbose_name = "price level of a course template"
        verbose_name_plural = "price levels of course templates"

    def __str__(self) -> str:
        return f"{self.course_template}, {self.price_level}: {self.amount}"


class CustomField(models.Model):
    # Not unique: the previous system stores duplicates.
    external_id = models.CharField(max_length=255, help_text=EXTERNAL_ID_HELP)
    label = models.CharField(max_length=255)
    field_type = models.CharField(max_length=50)
    description = models.TextField(null=True, blank=True)
    is_required = models.BooleanField(default=False)
    roles = RolesField(null=True, blank=True, help_text="The roles that may see the field.")
    entity_type = models.CharField(max_length=50, help_text="The kind of record with this field.")
    last_synced = models.DateTimeField(default=timezone.now, help_text=LAST_SYNCED_HELP)

    class Meta:
        db_table = '"adm"."custom_fields"'
        ordering = ("label",)

    def __str__(self) -> str:
        return self.label


class Instructor(models.Model):
    external_id = models.CharField(max_length=255, unique=True, help_text=EXTERNAL_ID_HELP)
    first_name = models.CharField(max_length=255)
    last_name = models.CharField(max_length=255)
    email = models.CharField(max_length=255, null=True, blank=True)
    legacy_id = models.CharField(
        max_length=255, null=True, blank=True, help_text="The key of the record in an older system."
    )
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    last_synced = models.DateTimeField(default=timezone.now, help_text=LAST_SYNCED_HELP)

    class Meta:
        db_table = '"adm"."instructors"'
        ordering = ("last_name", "first_name")

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"


class Location(models.Model):
    external_id = models.CharField(max_length=255, unique=True, help_text=EXTERNAL_ID_HELP)
    name = models.CharField(max_length=255)
    code = models.CharField(max_length=50)
    legacy_id = models.CharField(
        max_length=255, null=True, blank=True, help_text="The key of the record in an older system."
    )
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = '"adm"."locations"'
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Venue(models.Model):
    external_id = models.CharField(max_length=255, unique=True, help_text=EXTERNAL_ID_HELP)
    name = models.CharField(max_length=255)
    description = models.TextField(null=True, blank=True)
    location = models.ForeignKey(
        Location,
        to_field="external_id",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="venues",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = '"adm"."venues"'
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
