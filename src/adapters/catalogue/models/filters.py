"""The tree of filter groups, and the filters of a search page."""

from django.conf import settings
from django.db import models

from adapters.catalogue.models.products import Product


class FilterGroup(models.Model):
    """A node of the tree; a group contains the products of its descendants too."""

    name = models.CharField(max_length=100)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    code = models.CharField(max_length=100, unique=True, null=True, blank=True)
    description = models.TextField(blank=True, default="")
    is_active = models.BooleanField(default=True)
    display_order = models.IntegerField(default=0)

    class Meta:
        db_table = '"acted"."filter_groups"'
        ordering = ("display_order", "name")

    def __str__(self) -> str:
        return self.name


class ProductFilterGroup(models.Model):
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="filter_groups")
    product_group = models.ForeignKey(
        FilterGroup, on_delete=models.CASCADE, related_name="products"
    )

    class Meta:
        db_table = '"acted"."filter_product_product_groups"'
        unique_together = (("product", "product_group"),)
        verbose_name = "filter group of a product"
        verbose_name_plural = "filter groups of products"

    def __str__(self) -> str:
        return f"{self.product} in {self.product_group}"


class FilterConfiguration(models.Model):
    name = models.CharField(max_length=100, unique=True)
    display_label = models.CharField(max_length=100)
    description = models.TextField(blank=True, default="")
    filter_type = models.CharField(max_length=32)
    filter_key = models.CharField(
        max_length=50, help_text="The name of the filter in search requests."
    )
    ui_component = models.CharField(max_length=32, default="multi_select")
    display_order = models.IntegerField(default=0)
    is_active = models.BooleanField(default=True)
    is_collapsible = models.BooleanField(default=True)
    is_expanded_by_default = models.BooleanField(default=False)
    is_required = models.BooleanField(default=False)
    allow_multiple = models.BooleanField(default=True)
    ui_config = models.JSONField(default=dict, blank=True)
    validation_rules = models.JSONField(default=dict, blank=True)
    dependency_rules = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        db_table = '"acted"."filter_configurations"'
        ordering = ("display_order", "name")

    def __str__(self) -> str:
        return self.display_label


class FilterConfigurationGroup(models.Model):
    """A group that is a choice of a filter."""

    filter_configuration = models.ForeignKey(
        FilterConfiguration, on_delete=models.CASCADE, related_name="groups"
    )
    filter_group = models.ForeignKey(
        FilterGroup, on_delete=models.CASCADE, related_name="configurations"
    )
    is_default = models.BooleanField(default=False)
    display_order = models.IntegerField(default=0)

    class Meta:
        db_table = '"acted"."filter_configuration_groups"'
        ordering = ("display_order",)
        unique_together = (("filter_configuration", "filter_group"),)
        verbose_name = "group of a filter"
        verbose_name_plural = "groups of filters"

    def __str__(self) -> str:
        return f"{self.filter_group} in {self.filter_configuration}"
