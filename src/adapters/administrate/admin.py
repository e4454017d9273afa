from typing import Any

from django.contrib import admin
from django.db.models import Model

from adapters.administrate import models
from adapters.administrate.repository import MODELS
from adapters.forms import ChangedFieldsForm
from adapters.recorded_admin import RecordedAdmin


class ReferenceAdmin[M: Model](RecordedAdmin[M]):
    """A change of a record is checked for what it changes."""

    form: Any = ChangedFieldsForm


class PriceInline(
    admin.TabularInline[models.CourseTemplatePriceLevel, models.CourseTemplate],
):
    model = models.CourseTemplatePriceLevel
    form: Any = ChangedFieldsForm
    extra = 0


@admin.register(models.CourseTemplate)
class CourseTemplateAdmin(ReferenceAdmin[models.CourseTemplate]):
    list_display = ("code", "title", "event_learning_mode", "active", "updated_at")
    list_filter = ("active", "event_learning_mode")
    search_fields = ("code", "title", "external_id", "categories")
    inlines = (PriceInline,)


@admin.register(models.CustomField)
class CustomFieldAdmin(ReferenceAdmin[models.CustomField]):
    list_display = ("label", "field_type", "entity_type", "is_required", "last_synced")
    list_filter = ("entity_type", "field_type", "is_required")
    search_fields = ("label", "description", "external_id")


@admin.register(models.Instructor)
class InstructorAdmin(ReferenceAdmin[models.Instructor]):
    list_display = ("last_name", "first_name", "email", "is_active", "last_synced")
    list_filter = ("is_active",)
    search_fields = ("first_name", "last_name", "email", "external_id", "legacy_id")


@admin.register(models.Location)
class LocationAdmin(ReferenceAdmin[models.Location]):
    list_display = ("name", "code", "active", "updated_at")
    list_filter = ("active",)
    search_fields = ("name", "code", "external_id", "legacy_id")


@admin.register(models.PriceLevel)
class PriceLevelAdmin(ReferenceAdmin[models.PriceLevel]):
    list_display = ("name", "description", "last_synced")
    list_filter = ("last_synced",)
    search_fields = ("name", "description", "external_id")


@admin.register(models.Venue)
class VenueAdmin(ReferenceAdmin[models.Venue]):
    list_display = ("name", "location", "updated_at")
    list_filter = (("location", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("location",)
    autocomplete_fields = ("location",)
    search_fields = ("name", "description", "external_id", "location__name")


for model in MODELS.values():
    if not admin.site.is_registered(model):
        admin.site.register(model, ReferenceAdmin, search_fields=("external_id",))
