"""Products sold together: the templates of bundles, and the bundles of an exam session."""

from django.db import models

from adapters.catalogue.models.products import ProductVariation
from adapters.catalogue.models.store import StoreProduct
from adapters.catalogue.models.subjects import ExamSessionSubject, Subject


class ProductBundle(models.Model):
    """The template of a bundle, for a subject in any exam session."""

    bundle_name = models.CharField(max_length=255)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="bundles")
    bundle_description = models.TextField(null=True, blank=True)
    is_featured = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    display_order = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = '"acted"."catalog_product_bundles"'
        ordering = ("display_order", "bundle_name")
        unique_together = (("subject", "bundle_name"),)

    def __str__(self) -> str:
        return self.bundle_name


class ProductBundleItem(models.Model):
    bundle = models.ForeignKey(ProductBundle, on_delete=models.CASCADE, related_name="items")
    product_product_variation = models.ForeignKey(
        ProductVariation, on_delete=models.PROTECT, related_name="bundle_items"
    )
    default_price_type = models.CharField(max_length=20, default="standard")
    quantity = models.PositiveIntegerField(default=1)
    sort_order = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = '"acted"."catalog_product_bundle_products"'
        ordering = ("sort_order",)
        unique_together = (("bundle", "product_product_variation"),)

    def __str__(self) -> str:
        return f"{self.product_product_variation} ({self.quantity})"


class StoreBundle(models.Model):
    """A bundle for sale, for a subject in an exam session."""

    bundle_template = models.ForeignKey(
        ProductBundle, on_delete=models.PROTECT, related_name="store_bundles"
    )
    exam_session_subject = models.ForeignKey(
        ExamSessionSubject, on_delete=models.PROTECT, related_name="bundles"
    )
    is_active = models.BooleanField(default=True)
    override_name = models.CharField(
        max_length=255, null=True, blank=True, help_text="Shown instead of the template's name."
    )
    override_description = models.TextField(
        null=True, blank=True, help_text="Shown instead of the template's description."
    )
    display_order = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = '"acted"."bundles"'
        ordering = ("display_order",)
        unique_together = (("bundle_template", "exam_session_subject"),)

    def __str__(self) -> str:
        return self.override_name or str(self.bundle_template)


class StoreBundleItem(models.Model):
    bundle = models.ForeignKey(StoreBundle, on_delete=models.CASCADE, related_name="items")
    product = models.ForeignKey(StoreProduct, on_delete=models.PROTECT, related_name="bundle_items")
    default_price_type = models.CharField(max_length=20, default="standard")
    quantity = models.PositiveIntegerField(default=1)
    sort_order = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = '"acted"."bundle_products"'
        ordering = ("sort_order",)
        unique_together = (("bundle", "product"),)

    def __str__(self) -> str:
        return f"{self.product} ({self.quantity})"
