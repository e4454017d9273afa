from collections.abc import Sequence

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from adapters.catalogue import models
from adapters.forms import DomainForm
from domain import catalogue as domain


class PriceForm(DomainForm[models.Price]):
    entity = domain.Price

    class Meta:
        model = models.Price
        fields = "__all__"


class PriceInline(admin.TabularInline[models.Price, models.StoreProduct]):
    model = models.Price
    form = PriceForm
    extra = 0


@admin.register(models.StoreProduct)
class StoreProductAdmin(admin.ModelAdmin[models.StoreProduct]):
    list_display = (
        "product_code",
        "exam_session_subject",
        "product_product_variation",
        "is_active",
    )
    list_filter = (
        "is_active",
        "exam_session_subject__exam_session",
        "exam_session_subject__subject",
    )
    list_select_related = (
        "exam_session_subject__exam_session",
        "exam_session_subject__subject",
        "product_product_variation__product",
        "product_product_variation__product_variation",
    )
    search_fields = (
        "product_code",
        "product_product_variation__product__fullname",
        "product_product_variation__product_variation__name",
    )
    autocomplete_fields = ("exam_session_subject", "product_product_variation")
    inlines = (PriceInline,)

    def get_deleted_objects(
        self,
        objs: Sequence[models.StoreProduct] | QuerySet[models.StoreProduct],
        request: HttpRequest,
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """List the events that prevent the deletion; the database would fail only at commit."""
        deletable, counts, permissions, protected = super().get_deleted_objects(objs, request)
        events = [
            f"Tutorial event: {event}" for sold in objs for event in sold.tutorial_events.all()
        ]
        return deletable, counts, permissions, [*protected, *events]


@admin.register(models.ExamSessionSubject)
class ExamSessionSubjectAdmin(admin.ModelAdmin[models.ExamSessionSubject]):
    list_display = ("exam_session", "subject", "is_active")
    list_filter = ("is_active", "exam_session", "subject")
    list_select_related = ("exam_session", "subject")
    search_fields = ("exam_session__session_code", "subject__code", "subject__description")


@admin.register(models.ProductVariation)
class ProductVariationAdmin(admin.ModelAdmin[models.ProductVariation]):
    list_display = ("product", "product_variation")
    list_select_related = ("product", "product_variation")
    search_fields = ("product__fullname", "product__code", "product_variation__name")
    autocomplete_fields = ("product", "product_variation")


@admin.register(models.Subject)
class SubjectAdmin(admin.ModelAdmin[models.Subject]):
    list_display = ("code", "description", "active")
    list_filter = ("active",)
    search_fields = ("code", "description")


@admin.register(models.ExamSession)
class ExamSessionAdmin(admin.ModelAdmin[models.ExamSession]):
    list_display = ("session_code", "start_date", "end_date")
    search_fields = ("session_code",)


class FilterGroupInline(admin.TabularInline[models.ProductFilterGroup, models.Product]):
    model = models.ProductFilterGroup
    extra = 0


@admin.register(models.Product)
class ProductAdmin(admin.ModelAdmin[models.Product]):
    list_display = ("shortname", "fullname", "code", "is_active")
    list_filter = ("is_active", "filter_groups__product_group")
    search_fields = ("fullname", "shortname", "code")
    inlines = (FilterGroupInline,)


@admin.register(models.Variation)
class VariationAdmin(admin.ModelAdmin[models.Variation]):
    list_display = ("name", "variation_type", "code", "description_short")
    list_filter = ("variation_type",)
    search_fields = ("name", "code", "description")


@admin.register(models.FilterGroup)
class FilterGroupAdmin(admin.ModelAdmin[models.FilterGroup]):
    list_display = ("name", "parent", "code", "is_active", "display_order")
    list_filter = ("is_active",)
    list_select_related = ("parent",)
    search_fields = ("name", "code")


class ConfigurationGroupInline(
    admin.TabularInline[models.FilterConfigurationGroup, models.FilterConfiguration]
):
    model = models.FilterConfigurationGroup
    autocomplete_fields = ("filter_group",)
    extra = 0


@admin.register(models.FilterConfiguration)
class FilterConfigurationAdmin(admin.ModelAdmin[models.FilterConfiguration]):
    list_display = ("name", "filter_key", "filter_type", "is_active", "display_order")
    list_filter = ("is_active", "filter_type")
    search_fields = ("name", "display_label", "filter_key")
    inlines = (ConfigurationGroupInline,)
