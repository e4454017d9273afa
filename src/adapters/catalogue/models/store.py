"""Store products and their prices."""

from django.db import models

from adapters.catalogue.models.products import ProductVariation
from adapters.catalogue.models.subjects import ExamSessionSubject


class StoreProduct(models.Model):
    """A product in a variation, for a subject in an exam session."""

    exam_session_subject = models.ForeignKey(
        ExamSessionSubject, on_delete=models.PROTECT, related_name="store_products"
    )
    product_product_variation = models.ForeignKey(
        ProductVariation, on_delete=models.PROTECT, related_name="store_products"
    )
    product_code = models.CharField(max_length=64, unique=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = '"acted"."products"'
        ordering = ("product_code",)
        unique_together = (("exam_session_subject", "product_product_variation"),)

    def __str__(self) -> str:
        return self.product_code


class Price(models.Model):
    product = models.ForeignKey(StoreProduct, on_delete=models.CASCADE, related_name="prices")
    price_type = models.CharField(max_length=20)
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    currency = models.CharField(
        max_length=8, default="GBP", help_text="The ISO 4217 currency code."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = '"acted"."prices"'
        unique_together = (("product", "price_type"),)

    def __str__(self) -> str:
        return f"{self.price_type} {self.amount} {self.currency}"
