from django.contrib import admin

from adapters.administrate import models
from adapters.administrate.repository import MODELS


class PriceInline(
    admin.TabularInline[models.CourseTemplatePriceLevel, models.CourseTemplate],
):
    model = models.CourseTemplatePriceLevel
    extra = 0


@admin.register(models.CourseTemplate)
class CourseTemplateAdmin(admin.ModelAdmin[models.CourseTemplate]):
    list_display = ("code", "title", "event_learning_mode", "active", "updated_at")
    list_filter = ("active", "event_learning_mode")
    search_fields = ("code", "title", "external_id", "categories")
    inlines = (PriceInline,)


@admin.register(models.CustomField)
class CustomFieldAdmin(admin.ModelAdmin[models.CustomField]):
    list_display = ("label", "field_type", "entity_type", "is_required", "last_synced")
    list_filter = ("entity_type", "field_type", "is_required")
    search_fields = ("label", "description", "external_id")


@admin.register(models.Instructor)
class InstructorAdmin(admin.ModelAdmin[models.Instructor]):
    list_display = ("last_name", "first_name", "email", "is_active", "last_synced")
    list_filter = ("is_active",)
    search_fields = ("first_name", "last_name", "email", "external_id", "legacy_id")


@admin.register(models.Location)
class LocationAdmin(admin.ModelAdmin[models.Location]):
    list_display = ("name", "code", "active", "updated_at")
    list_filter = ("active",)
    search_fields = ("name", "code", "external_id", "legacy_id")


@admin.register(models.PriceLevel)
class PriceLevelAdmin(admin.ModelAdmin[models.PriceLevel]):
    list_display = ("name", "description", "last_synced")
    list_filter = ("last_synced",)
    search_fields = ("name", "description", "external_id")


@admin.register(models.Venue)
class VenueAdmin(admin.ModelAdmin[models.Venue]):
    list_display = ("name", "location", "updated_at")
    list_filter = (("location", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("location",)
    autocomplete_fields = ("location",)
    search_fields = ("name", "description", "external_id", "location__name")


for model in MODELS.values():
    if not admin.site.is_registered(model):
        admin.site.register(model, search_fields=("external_id",))
